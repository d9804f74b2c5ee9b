import { now } from "#app/platform/clock.server.ts";
import { type Db, db } from "#app/platform/db.server.ts";
import { type PriceToday, pricesToday } from "./prices-today.ts";

/** A product as it is sold at this moment. */
export interface ProductToday {
  id: string;
  key: string;
  title: string;
  active: boolean;
  /** Null: nobody has written a file of it; what is sold is the course of its key. */
  sheet: { bundle: boolean; tagline: string; summary: string; afterPayment: string; refundPolicy: string } | null;
  /** In the order of their titles' keys; `released` where there is something to learn. */
  courses: { id: string; key: string; releaseId: string | null }[];
  /** One a currency; empty: not for sale. */
  prices: PriceToday[];
  /** What is offered beside it, in the currencies in which it can be; null where there is nothing. */
  bump: Bump | null;
}

export interface Bump {
  productId: string;
  productKey: string;
  title: string;
  words: string;
  courseIds: string[];
  prices: PriceToday[];
}

/** A bundle as a list shows it. */
export interface BundleCard extends BundleHint {
  tagline: string;
}

/** A bundle as a course's page names it. */
export interface BundleHint {
  key: string;
  title: string;
  price: { amount: number; currency: string; before: number | null };
  courses: number;
}

const courses = { select: { course: { select: { id: true, key: true, currentReleaseId: true } } } } as const;
/** What is paid at once: other ways to pay are `listPayWays`'s. */
const prices = { where: { terms: "one_time" } } as const;
const included = {
  courses,
  prices,
  sheet: { include: { bumpProduct: { include: { courses, prices } } } },
} as const;

/** The product of a key; null where nothing was ever sold under it. */
export async function readProduct(key: string, tx: Db = db): Promise<ProductToday | null> {
  if (!/^[a-z0-9-]{2,64}$/.test(key)) return null;
  const row = await tx.product.findUnique({ where: { key }, include: included });
  return row && today(row);
}

/** All bundles that are for sale, those that cost most first. */
async function listBundles(tx: Db = db): Promise<ProductToday[]> {
  const rows = await tx.product.findMany({ where: { active: true, sheet: { bundle: true } }, include: included });
  const bundles = rows.map(today).filter(isForSale);
  return bundles.sort((a, b) => b.prices[0]!.amount - a.prices[0]!.amount || a.title.localeCompare(b.title, "en"));
}

/** Bundles for sale that have the course in them. */
export async function listBundlesWith(courseId: string, tx: Db = db): Promise<BundleHint[]> {
  return (await listBundles(tx)).filter(({ courses }) => courses.some(({ id }) => id === courseId)).map(hintOf);
}

export async function listBundleCards(tx: Db = db): Promise<BundleCard[]> {
  return (await listBundles(tx)).map((product) => ({ ...hintOf(product), tagline: product.sheet?.tagline ?? "" }));
}

function hintOf({ key, title, prices, courses }: ProductToday): BundleHint {
  const { amount, currency, before } = prices[0]!;
  return { key, title, price: { amount, currency, before }, courses: courses.length };
}

/** It has a price, and there is something to learn in each of its courses. */
export function isForSale(product: ProductToday): boolean {
  const { active, prices, courses } = product;
  return active && prices.length > 0 && courses.length > 0 && courses.every(({ releaseId }) => releaseId !== null);
}

type Row = NonNullable<Awaited<ReturnType<typeof find>>>;
const find = (tx: Db) => tx.product.findUnique({ where: { key: "" }, include: included });

function today(row: Row): ProductToday {
  const { id, key, title, active, sheet } = row;
  const at = now();
  // A price that counts only with another product is none of its own.
  const prices = pricesToday(
    row.prices.filter(({ withProductId }) => withProductId === null),
    at,
  );
  return { id, key, title, active, sheet: sheet && says(sheet), courses: coursesOf(row), prices, bump: bumpOf(row, at) };
}

function says({ bundle, tagline, summary, afterPayment, refundPolicy }: NonNullable<Row["sheet"]>): ProductToday["sheet"] {
  return { bundle, tagline, summary, afterPayment, refundPolicy };
}

function coursesOf({ courses }: Pick<Row, "courses">): ProductToday["courses"] {
  const list = courses.map(({ course: { id, key, currentReleaseId } }) => ({ id, key, releaseId: currentReleaseId }));
  return list.sort((a, b) => (a.key < b.key ? -1 : 1));
}

function bumpOf({ id, sheet }: Row, at: Date): Bump | null {
  const product = sheet?.bumpProduct;
  if (!product?.active) return null;
  const courses = coursesOf(product);
  if (courses.length === 0 || courses.some(({ releaseId }) => releaseId === null)) return null;
  // Where it costs something of its own here, that counts.
  const own = pricesToday(
    product.prices.filter(({ withProductId }) => withProductId === id),
    at,
  );
  const usual = pricesToday(
    product.prices.filter(({ withProductId }) => withProductId === null),
    at,
  );
  const prices = [...own, ...usual.filter(({ currency }) => own.every((price) => price.currency !== currency))];
  if (prices.length === 0) return null;
  const { key: productKey, title } = product;
  return { productId: product.id, productKey, title, words: sheet!.bumpWords, courseIds: courses.map(({ id }) => id), prices };
}
