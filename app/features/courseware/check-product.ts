import type { CoursesOnSale, ProductFile } from "./compile-products.server.ts";
import type { Findings } from "./fault.ts";
import type { Price } from "./manifest.ts";
import { readMoment } from "./product-file.schema.ts";
import type { FieldPath } from "./yaml-file.ts";

interface Shop {
  product: ProductFile;
  /** All of the folder, by key. */
  files: ReadonlyMap<string, ProductFile>;
  courses: CoursesOnSale;
}

type Say = (path: FieldPath, message: string, remedy: string) => void;

/** What the fields of a product alone do not show: whether it fits the courses and the other products. */
export function checkProduct(shop: Shop, findings: Findings): void {
  const { file, yaml, fields } = shop.product;
  const say: Say = (path, message, remedy) => findings.fault({ file, line: yaml.lineOf(path), message, remedy });
  const warn: Say = (path, message, remedy) => findings.warn({ file, line: yaml.lineOf(path), message, remedy });
  if (fields.contains) checkBundle(shop, say);
  else checkCourse(shop, say, warn);
  checkPrices(shop, say);
  if (fields.bump) checkBump(shop, say);
}

const BUNDLE_FIELDS = ["title", "tagline", "summary", "afterPayment", "refundPolicy"] as const;

function checkBundle({ product: { fields }, courses }: Shop, say: Say): void {
  const { key, contains = [], prices } = fields;
  for (const name of BUNDLE_FIELDS) {
    if (fields[name] === undefined) say(["contains"], `A bundle has a page, and \`${name}\` is missing.`, `Add \`${name}\`.`);
  }
  if (prices.length === 0) say(["contains"], "This bundle has no price.", "Add `prices`, with amount and currency.");
  if (courses.has(key)) say(["key"], `A course has the key ${key}.`, "Give the bundle a key of its own.");
  for (const [index, course] of contains.entries()) {
    const path = ["contains", index];
    if (!courses.has(course)) {
      say(path, `There is no course ${course} to put into it.`, "Publish the course first, or correct its key.");
    } else if (contains.indexOf(course) !== index) say(path, `${course} is in it twice.`, "Name each course once.");
  }
}

function checkCourse({ product: { fields }, courses }: Shop, say: Say, warn: Say): void {
  const { key } = fields;
  if (!courses.has(key)) {
    say(
      ["key"],
      `There is no course ${key}.`,
      "Publish the course first, or say with `contains` which courses are in the bundle.",
    );
  } else if (courses.get(key) === null) {
    say(["key"], `The course ${key} is free, so nothing of it is sold.`, "Give it a price in course.yaml, or remove this file.");
  }
  for (const name of BUNDLE_FIELDS) {
    if (fields[name] !== undefined) {
      warn([name], `\`${name}\` of a course stands in its course.yaml.`, "Remove it here: nothing reads it.");
    }
  }
}

/** Currencies with what each costs outside of sales. */
function ordinaryPrices({ product: { fields }, courses }: Shop): Map<string, number> {
  const own: Price | null | undefined = fields.contains ? null : courses.get(fields.key);
  const ordinary = new Map(fields.prices.map(({ currency, amount }) => [currency, amount]));
  if (own) ordinary.set(own.currency, own.amount);
  return ordinary;
}

function checkPrices(shop: Shop, say: Say): void {
  const { product, courses } = shop;
  const { contains, key, prices, sales } = product.fields;
  const own = contains ? undefined : courses.get(key)?.currency;
  const seen = new Set(own ? [own] : []);
  for (const [index, { currency }] of prices.entries()) {
    const where = currency === own ? "in course.yaml" : "above";
    if (seen.has(currency)) {
      say(["prices", index, "currency"], `There is a price in ${currency} ${where} already.`, "Keep one price a currency.");
    }
    seen.add(currency);
  }
  const ordinary = ordinaryPrices(shop);
  for (const [index, { amount, currency, from, until }] of sales.entries()) {
    const price = ordinary.get(currency);
    const at = (field: string) => ["sales", index, field];
    if (price === undefined) {
      say(at("currency"), `There is no ordinary price in ${currency} that this would be below.`, "Add one under `prices`.");
    } else if (amount >= price) {
      say(at("amount"), `A sale of ${amount} is not below the ordinary price of ${price}.`, "Lower it, or remove the sale.");
    }
    if (!(readMoment(from)! <= readMoment(until)!)) {
      say(at("until"), "This sale ends before it begins.", "Write the later moment under `until`.");
    }
  }
}

function checkBump(shop: Shop, say: Say): void {
  const { product, files, courses } = shop;
  const bump = product.fields.bump!;
  const inside = (key: string) => files.get(key)?.fields.contains ?? [key];
  if (!files.get(bump.product)?.fields.contains && !courses.get(bump.product)) {
    say(["bump", "product"], `There is nothing for sale with the key ${bump.product}.`, "Name a paid course or a bundle.");
    return;
  }
  const both = inside(bump.product).filter((course) => inside(product.fields.key).includes(course));
  if (both.length > 0) {
    say(["bump", "product"], `${both[0]} would be sold twice in one order.`, "Offer something that is not in it already.");
  }
  const currencies = bump.prices.map(({ currency }) => currency);
  const twice = currencies.findIndex((currency, index) => currencies.indexOf(currency) !== index);
  if (twice >= 0) {
    say(["bump", "prices", twice], `There is a price in ${currencies[twice]} above already.`, "Keep one price a currency.");
  }
}
