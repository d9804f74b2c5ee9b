import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { stringify } from "yaml";
import { runCourseCommand } from "#app/cli/course/run.ts";
import { readProduct } from "#app/features/catalog/products.queries.server.ts";
import { compileProducts } from "#app/features/courseware/compile-products.server.ts";
import { publishProducts } from "#app/features/courseware/publish-products.server.ts";
import { readProducts } from "#app/features/courseware/read-folder.server.ts";
import { shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { aCourse } from "#tests/support/courses.ts";
import { aCourseForSale, changePrice } from "#tests/support/shop.ts";

const dir = mkdtempSync(path.join(os.tmpdir(), "products-"));
const write = (name: string, fields: unknown) =>
  writeFileSync(path.join(dir, name), typeof fields === "string" ? fields : stringify(fields));
const says = { tagline: "Together.", summary: "What is **in** it.", afterPayment: "You begin.", refundPolicy: "Thirty days." };

let course: Awaited<ReturnType<typeof aCourseForSale>>;
let scripts: Awaited<ReturnType<typeof aCourseForSale>>;
let free: Awaited<ReturnType<typeof aCourse>>;
beforeAll(async () => {
  [course, scripts, free] = [
    await aCourseForSale(),
    await aCourseForSale({ price: { amount: 3_900, currency: "usd" } }),
    await aCourse(),
  ];
});
afterAll(() => rmSync(dir, { recursive: true }));
beforeEach(() => {
  shiftClock(0);
  rmSync(dir, { recursive: true });
  mkdirSync(dir);
});

const bundle = (given: Record<string, unknown> = {}) => ({
  ...{ key: "both", title: "Both", ...says, contains: [course.key, scripts.key], prices: [{ amount: 16_900, currency: "usd" }] },
  ...given,
});
const pricesOf = async (key: string) => (await readProduct(key))?.prices.map(({ amount, currency }) => `${amount} ${currency}`);

describe("publishing", () => {
  test("makes a bundle with its page and price, once, and follows its file", async () => {
    write("both.yaml", bundle());
    expect(await publishProducts(dir)).toMatchObject({ added: ["both"], faults: [] });
    expect(await publishProducts(dir)).toMatchObject({ added: [], changed: [], removed: [], unchanged: 1 });
    const product = await readProduct("both");
    expect(product).toMatchObject({ title: "Both", active: true, sheet: { bundle: true, tagline: "Together." } });
    expect(product?.sheet?.summary).toContain("<strong>in</strong>");
    expect(product?.courses.map(({ id }) => id).sort()).toEqual([course.courseId, scripts.courseId].sort());
    const [price] = product!.prices;
    write("both.yaml", bundle({ prices: [{ amount: 15_900, currency: "usd" }] }));
    expect(await publishProducts(dir)).toMatchObject({ changed: ["both"] });
    expect(await pricesOf("both")).toEqual(["15900 usd"]);
    expect(await db.price.findUnique({ where: { id: price!.priceId } })).toMatchObject({ amount: 16_900, active: false });
    rmSync(path.join(dir, "both.yaml"));
    expect(await publishProducts(dir)).toMatchObject({ removed: ["both"] });
    expect(await readProduct("both")).toMatchObject({ active: false });
  });

  test("adds to a course's own price, which its course keeps, and takes it away with the file", async () => {
    write("course.yaml", {
      key: course.key,
      prices: [{ amount: 11_900, currency: "gbp", regions: ["GB"] }],
      bump: { product: scripts.key, text: "To read aloud.", prices: [{ amount: 2_900, currency: "usd" }] },
    });
    await publishProducts(dir);
    expect(await pricesOf(course.key)).toEqual(["14900 usd", "11900 gbp"]);
    expect((await readProduct(course.key))?.bump).toMatchObject({ words: "To read aloud.", prices: [{ amount: 2_900 }] });
    // What it costs beside the course is no price of its own.
    expect(await pricesOf(scripts.key)).toEqual(["3900 usd"]);
    await changePrice(course, 12_900);
    expect(await pricesOf(course.key)).toEqual(["12900 usd", "11900 gbp"]);
    await changePrice(course, 14_900);
    rmSync(path.join(dir, "course.yaml"));
    expect(await publishProducts(dir)).toMatchObject({ removed: [course.key] });
    expect(await pricesOf(course.key)).toEqual(["14900 usd"]);
    expect((await readProduct(course.key))?.bump).toBeNull();
  });

  test("a sale counts by the server's clock", async () => {
    const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    write("both.yaml", bundle({ sales: [{ amount: 14_900, currency: "usd", from: day(5), until: day(6) }] }));
    await publishProducts(dir);
    const at = async (moment: string) => {
      shiftClock(new Date(moment).getTime() - Date.now());
      return (await readProduct("both"))!.prices[0];
    };
    expect(await at(`${day(4)}T23:59:00Z`)).toMatchObject({ amount: 16_900, before: null });
    expect(await at(`${day(5)}T00:01:00Z`)).toMatchObject({ amount: 14_900, before: expect.any(Number) });
    expect(await at(`${day(6)}T23:59:00Z`)).toMatchObject({ amount: 14_900 });
    expect(await at(`${day(7)}T00:01:00Z`)).toMatchObject({ amount: 16_900 });
  });

  test("a file with a fault keeps none of the others back, and what was published of it stays", async () => {
    write("both.yaml", bundle());
    await publishProducts(dir);
    write("both.yaml", bundle({ prices: [{ amount: 16_900.5, currency: "usd" }] }));
    write("other.yaml", bundle({ key: "other" }));
    write("absent.yaml", bundle({ key: "absent", contains: [course.key, "thirty-songs"] }));
    const { added, removed, faults } = await publishProducts(dir);
    expect({ added, removed }).toEqual({ added: ["other"], removed: [] });
    expect(faults.map(({ file }) => file)).toEqual(["absent.yaml", "both.yaml"]);
    expect(await pricesOf("both")).toEqual(["16900 usd"]);
    write("both.yaml", "key: [");
    expect((await publishProducts(dir)).removed).toEqual([]);
  });

  test("ten at once leave one product and one price", async () => {
    write("both.yaml", bundle({ key: "raced" }));
    await Promise.all(Array.from({ length: 10 }, () => publishProducts(dir)));
    expect(await db.price.count({ where: { product: { key: "raced" }, active: true } })).toBe(1);
  });
});

describe("faults say where and what to do", () => {
  const check = (fields: unknown) => {
    write("a.yaml", fields);
    const courses = new Map([
      [course.key, { amount: 14_900, currency: "usd" }],
      [scripts.key, { amount: 3_900, currency: "usd" }],
      [free.key, null],
    ]);
    return compileProducts(readProducts(dir), courses);
  };
  const sale = { amount: 9_900, currency: "usd", from: "2026-12-01", until: "2026-12-08" };
  test.each<[string, () => unknown, string]>([
    ["an unknown course", () => bundle({ contains: [course.key, "none"] }), "There is no course none"],
    ["a course twice", () => bundle({ contains: [course.key, course.key] }), "is in it twice"],
    ["one course", () => bundle({ contains: [course.key] }), "too short"],
    ["no price", () => bundle({ prices: [] }), "no price"],
    ["no refund policy", () => bundle({ refundPolicy: undefined }), "`refundPolicy` is missing"],
    ["a course's key", () => bundle({ key: course.key }), "A course has the key"],
    ["half a cent", () => bundle({ prices: [{ amount: 1.5, currency: "usd" }] }), "amount"],
    ["a negative amount", () => bundle({ prices: [{ amount: -100, currency: "usd" }] }), "cannot be -100"],
    ["too little to charge", () => bundle({ prices: [{ amount: 49, currency: "usd" }] }), "cannot be 49"],
    ["half a króna", () => bundle({ prices: [{ amount: 1_050, currency: "isk" }] }), "amount"],
    ["a third of a dinar", () => bundle({ prices: [{ amount: 1_333, currency: "kwd" }] }), "amount"],
    ["an unknown currency", () => bundle({ prices: [{ amount: 100, currency: "xxx" }] }), "currency"],
    ["a currency twice", () => bundle({ prices: [...bundle().prices, ...bundle().prices] }), "There is a price in usd"],
    ["a sale that is none", () => bundle({ sales: [{ ...sale, amount: 16_900 }] }), "not below the ordinary price"],
    ["a sale in another currency", () => bundle({ sales: [{ ...sale, currency: "eur" }] }), "no ordinary price in eur"],
    ["a sale that ends first", () => bundle({ sales: [{ ...sale, until: "2026-11-30" }] }), "ends before it begins"],
    ["a day that is none", () => bundle({ sales: [{ ...sale, until: "2026-02-30" }] }), "until"],
    ["a free course", () => ({ key: free.key }), "is free"],
    ["a course that is not there", () => ({ key: "nowhere" }), "There is no course nowhere"],
    ["the course's own currency", () => ({ key: course.key, prices: [{ amount: 100, currency: "usd" }] }), "in course.yaml"],
    ["a bump that is in it", () => bundle({ bump: { product: scripts.key, text: "Again." } }), "sold twice"],
    ["itself as a bump", () => ({ key: course.key, bump: { product: course.key, text: "Again." } }), "sold twice"],
    ["a free bump", () => ({ key: course.key, bump: { product: free.key, text: "Free." } }), "nothing for sale"],
    ["no YAML", () => "key: [", "not valid YAML"],
    ["nothing", () => "", "no fields"],
  ])("%s", (_, fields, message) => {
    const { faults, products } = check(fields());
    expect(faults.map((fault) => fault.message).join(" ")).toContain(message);
    expect(faults.every(({ line, remedy }) => line >= 1 && remedy.length > 5)).toBe(true);
    expect(products).toEqual([]);
  });

  test("a course's own words are a warning, an unknown field too", () => {
    const { faults, warnings } = check({ key: course.key, title: "No", colour: "red" });
    expect(faults).toEqual([]);
    expect(warnings.map(({ message }) => message).join(" ")).toMatch(/course\.yaml.*colour|colour.*course\.yaml/s);
  });

  test("what costs nothing is allowed", () => {
    expect(check(bundle({ prices: [{ amount: 0, currency: "usd" }] })).faults).toEqual([]);
  });
});

test("the command checks products against the courses beside them", async () => {
  const said: string[] = [];
  vi.spyOn(console, "log").mockImplementation((text) => void said.push(String(text)));
  mkdirSync(path.join(dir, "products"));
  mkdirSync(path.join(dir, "courses"));
  write("products/a.yaml", bundle({ contains: ["courageous-communicator", "thirty-songs"] }));
  expect(await runCourseCommand(["check", "--all", dir])).toBe(1);
  vi.restoreAllMocks();
  expect(said.join("\n")).toContain("There is no course thirty-songs");
});
