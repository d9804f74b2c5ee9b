import { expect, test } from "vitest";
import { listCourses, readPublicCourse } from "#app/features/catalog/catalogue.queries.server.ts";
import { db } from "#app/platform/db.server.ts";
import { aCourse } from "#tests/support/courses.ts";
import { aCourseForSale, changePrice } from "#tests/support/shop.ts";

const takeOffSale = (key: string) => db.product.update({ where: { key }, data: { active: false } });
const cardOf = async (key: string) => (await listCourses()).find((card) => card.key === key);

test("a course shows what it costs today, in the list and on its page", async () => {
  const course = await aCourseForSale();
  await changePrice(course, 9_900, "eur");
  const price = { amount: 9_900, currency: "eur" };
  expect(await readPublicCourse(course.key)).toMatchObject({ price });
  expect(await cardOf(course.key)).toMatchObject({ price, lessons: 2 });
});

test("a course that is free has no price", async () => {
  const course = await aCourse();
  expect(await readPublicCourse(course.key)).toMatchObject({ price: null });
  expect(await cardOf(course.key)).toMatchObject({ price: null });
});

test("a course that is taken off sale is not free", async () => {
  const course = await aCourseForSale();
  await takeOffSale(course.key);
  const price = { amount: 14_900, currency: "usd" };
  expect(await readPublicCourse(course.key)).toMatchObject({ price });
  expect(await cardOf(course.key)).toMatchObject({ price });
});

test("courses that cost something come first", async () => {
  await aCourse();
  await aCourseForSale();
  const free = (await listCourses()).map(({ price }) => price === null);
  expect(free).toEqual(free.toSorted());
});

test("no course has a key with a NUL byte in it", async () => {
  expect(await readPublicCourse("first\0words")).toBeNull();
});
