import { isForSale, readProduct } from "#app/features/catalog/products.queries.server.ts";
import { loadManifest } from "#app/features/courseware/release.queries.server.ts";
import { type Db, db } from "#app/platform/db.server.ts";

/** What a person buys who presses a button, at what it costs now. The first line is what they came for. */
export interface Offer {
  /** The first line's: one open order a person and product. */
  productId: string;
  currency: string;
  lines: OfferLine[];
  /** Left out for what is paid at once; else the one line's `amount` is the first payment. */
  recurring?: "membership" | "instalments";
}

export interface OfferLine {
  productId: string;
  priceId: string;
  title: string;
  /** Integer minor units. */
  amount: number;
  courseIds: string[];
  /** What the buyer has paid for a part of it counts. */
  upgrade: boolean;
}

export interface OfferAsk {
  /** Of a course, or of a bundle. */
  courseKey: string;
  /** The first of the product's, where it is left out. */
  currency?: string;
  /** With what is offered beside it. */
  bump?: boolean;
}

export type FindOffer =
  | { status: "for-sale"; offer: Offer }
  /** `changed`: what the buyer has seen is no longer offered. */
  | { status: "refused"; reason: "no-such-course" | "free" | "not-for-sale" | "changed" };

export type FindPlainOffer =
  | Extract<FindOffer, { offer: Offer }>
  | { status: "refused"; reason: "no-such-course" | "free" | "not-for-sale" };

export async function findOffer(ask: OfferAsk, tx: Db = db): Promise<FindOffer> {
  const refused = (reason: Exclude<FindOffer, { offer: Offer }>["reason"]) => ({ status: "refused", reason }) as const;
  const { courseKey } = ask;
  if (!/^[a-z0-9-]{2,64}$/.test(courseKey)) return refused("no-such-course");
  const product = await readProduct(courseKey, tx);
  if (!product?.sheet?.bundle) {
    const course = await tx.course.findUnique({ where: { key: courseKey }, select: { currentReleaseId: true } });
    if (!course?.currentReleaseId) return refused("no-such-course");
    // What the release says counts: a paid course whose product was taken off sale has not become free.
    if ((await loadManifest(course.currentReleaseId)).price === null) return refused("free");
  }
  if (!product || !isForSale(product)) return refused("not-for-sale");
  const price = product.prices.find(({ currency }) => currency === (ask.currency ?? product.prices[0]?.currency));
  if (!price) return refused("changed");
  const { id: productId, title, sheet } = product;
  const { priceId, amount, currency } = price;
  const courseIds = product.courses.map(({ id }) => id);
  const lines: OfferLine[] = [{ productId, priceId, title, amount, courseIds, upgrade: sheet?.bundle ?? false }];
  if (ask.bump) {
    const beside = product.bump?.prices.find((price) => price.currency === currency);
    if (!beside) return refused("changed");
    const { productId, title, courseIds } = product.bump!;
    lines.push({ productId, priceId: beside.priceId, title, amount: beside.amount, courseIds, upgrade: false });
  }
  return { status: "for-sale", offer: { productId: product.id, currency, lines } };
}

/** One of it in its first currency, with nothing beside it: what is sold to others, and by the month. */
export async function findPlainOffer(courseKey: string, tx: Db = db): Promise<FindPlainOffer> {
  const found = await findOffer({ courseKey }, tx);
  if (found.status === "for-sale" || found.reason !== "changed") return found as FindPlainOffer;
  return { status: "refused", reason: "not-for-sale" };
}

/** What an offer's lines cost together, one of each. */
export function totalOf(lines: Pick<OfferLine, "amount">[]): number {
  return lines.reduce((sum, { amount }) => sum + amount, 0);
}

/** What an offer is called and costs, for a form that sells it to somebody for others. */
export function offerInShort({ lines, currency }: Offer): { title: string; amount: number; currency: string } {
  return { title: lines.map(({ title }) => title).join(", "), amount: totalOf(lines), currency };
}
