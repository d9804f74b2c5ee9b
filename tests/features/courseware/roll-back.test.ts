import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { exportRelease } from "#app/features/courseware/export-release.server.ts";
import { readFolder } from "#app/features/courseware/read-folder.server.ts";
import { rollBack } from "#app/features/courseware/roll-back.server.ts";
import { db } from "#app/platform/db.server.ts";
import { aCourseFolder } from "#tests/support/course-folder.ts";
import { aCourse } from "#tests/support/courses.ts";
import { anAdmin } from "#tests/support/people.ts";

const usd = (amount: number) => ({ amount, currency: "usd" });
const { id: publishedById } = await anAdmin();

/** A course with two releases: of another price and with another lesson. */
async function twoReleases() {
  const first = await aCourse({ price: usd(14_900), lessons: ["one", "two"] });
  const second = await aCourse({ key: first.key, price: usd(9_900), lessons: ["one", "three"] });
  const back = (given: { number?: number; current?: number } = {}) =>
    rollBack({ courseKey: first.key, number: 1, current: 2, notes: "The old one was better", publishedById, ...given });
  const current = () =>
    db.course.findUniqueOrThrow({ where: { id: first.courseId }, include: { currentRelease: true, releases: true } });
  return { first, second, back, current };
}

test("an earlier release is published again as the next one, with its files and its price; nothing is written over", async () => {
  const { first, back, current } = await twoReleases();
  expect(await back()).toMatchObject({ status: "published", number: 3 });
  const { currentRelease, releases } = await current();
  expect(currentRelease).toMatchObject({ number: 3, notes: "The old one was better", publishedById });
  expect(currentRelease?.manifest).toEqual(releases.find(({ number }) => number === 1)?.manifest);
  expect(releases.map(({ number }) => number).sort()).toEqual([1, 2, 3]);
  const to = path.join(mkdtempSync(path.join(os.tmpdir(), "back-")), "course");
  expect(await exportRelease({ courseKey: first.key, to })).toMatchObject({ status: "exported", number: 3 });
  expect([...(await readFolder(to)).files].sort()).toEqual(
    [...aCourseFolder({ key: first.key, price: usd(14_900), lessons: ["one", "two"] }).files].sort(),
  );
  rmSync(path.dirname(to), { recursive: true });
  const prices = await db.price.findMany({ where: { product: { key: first.key }, active: true } });
  expect(prices).toMatchObject([{ amount: 14_900 }]);
  expect(await db.auditEntry.findFirst({ where: { subjectId: first.courseId }, orderBy: { id: "desc" } })).toMatchObject({
    ...{ action: "course.publish", actorId: publishedById, reason: "The old one was better" },
    detail: { release: 3, before: 2, backTo: 1 },
  });
});

test("pressed many times at once, it is one release", async () => {
  const { back, current } = await twoReleases();
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => back()));
  expect(outcomes.filter(({ status }) => status === "published")).toHaveLength(1);
  for (const outcome of outcomes) if (outcome.status === "refused") expect(outcome.reason).toBe("moved-on");
  expect((await current()).releases).toHaveLength(3);
});

test("what is not there, what is current, and a list that somebody has added to are refused", async () => {
  const { back, current } = await twoReleases();
  expect(await back({ number: 9 })).toEqual({ status: "refused", reason: "no-such-release" });
  expect(await back({ number: 2 })).toEqual({ status: "refused", reason: "is-current" });
  expect(await back({ current: 1 })).toEqual({ status: "refused", reason: "moved-on" });
  expect((await current()).releases).toHaveLength(2);
});

test("within a transaction that fails nothing is left of it", async () => {
  const { first, current } = await twoReleases();
  const ask = { courseKey: first.key, number: 1, current: 2, notes: "", publishedById };
  const failing = db.$transaction(async (tx) => {
    expect(await rollBack(ask, tx)).toMatchObject({ status: "published" });
    throw new Error("not after all");
  });
  await expect(failing).rejects.toThrow("not after all");
  expect(await current()).toMatchObject({ currentRelease: { number: 2 } });
  expect((await current()).releases).toHaveLength(2);
});
