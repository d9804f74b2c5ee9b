import { expect, test } from "vitest";
import { compileCourse } from "#app/features/courseware/compile-course.server.ts";
import { readEvery } from "#app/features/courseware/pay-way.ts";
import { db } from "#app/platform/db.server.ts";
import { aCourseFolder } from "#tests/support/course-folder.ts";
import { aCourse } from "#tests/support/courses.ts";

const price = { amount: 14_900, currency: "usd" };
const monthly = { key: "monthly", every: "month", amount: 1_900 };
const ways = (key: string) =>
  db.price.findMany({
    where: { product: { key }, terms: { not: "one_time" } },
    orderBy: { createdAt: "asc" },
    select: { id: true, key: true, amount: true, active: true, terms: true, payments: true, trialDays: true },
  });
const faults = (payWays: object[], of: object | "free" = price) =>
  compileCourse(aCourseFolder({ price: of as typeof price, payWays })).faults.map((fault) => fault.message);

test("other ways to pay become recurring prices; the price at once stays the one it is", async () => {
  const three = { key: "in-three", payments: 3, every: "month", amount: 5_300 };
  const course = await aCourse({ price, payWays: [three, { ...monthly, trialDays: 7 }] });
  expect(await ways(course.key)).toMatchObject([
    { key: "in-three", terms: "instalments", payments: 3, trialDays: 0, active: true },
    { key: "monthly", terms: "subscription", payments: null, trialDays: 7, active: true },
  ]);
  expect(course.manifest.payWays).toHaveLength(2);
  expect(await db.price.count({ where: { product: { key: course.key }, terms: "one_time", active: true } })).toBe(1);
});

test("a way that changes is a new price, one that goes is put out of use, and the same again changes nothing", async () => {
  const course = await aCourse({ price, payWays: [monthly] });
  const [before] = await ways(course.key);
  await aCourse({ key: course.key, price: { ...price, amount: 9_900 }, payWays: [monthly] });
  expect(await ways(course.key)).toEqual([before]);
  await aCourse({ key: course.key, price, payWays: [{ ...monthly, amount: 2_100 }] });
  expect(await ways(course.key)).toMatchObject([
    { id: before?.id, active: false },
    { amount: 2_100, active: true },
  ]);
  await aCourse({ key: course.key, price });
  expect((await ways(course.key)).map((way) => way.active)).toEqual([false, false]);
});

test("what cannot be is a fault", () => {
  expect(faults([monthly], "free")).toEqual(["A free course has nothing to pay in other ways."]);
  expect(faults([monthly, monthly])).toEqual(["Two ways to pay have the key monthly."]);
  expect(faults([{ ...monthly, amount: 1_910 }], { amount: 14_900, currency: "kwd" })).toEqual([]);
  expect(faults([{ ...monthly, amount: 1_901 }], { amount: 14_900, currency: "kwd" })).toHaveLength(1);
  expect(faults([{ ...monthly, payments: 3, trialDays: 7 }])).toHaveLength(1);
  expect(faults([{ ...monthly, every: "now and then" }])).toHaveLength(1);
  expect(faults([{ ...monthly, payments: 1 }])).toHaveLength(1);
});

test.each([
  ["month", { interval: "month", intervalCount: 1 }],
  ["2 weeks", { interval: "week", intervalCount: 2 }],
  ["36 months", { interval: "month", intervalCount: 36 }],
  ["37 months", null],
  ["0 days", null],
  ["monthly", null],
])("every %s", (words, read) => {
  expect(readEvery(words)).toEqual(read);
});
