import { liveAt } from "#app/features/access/entitlement.queries.server.ts";
import { choosePrice } from "#app/features/catalog/choose-currency.ts";
import { isForSale, type ProductToday } from "#app/features/catalog/products.queries.server.ts";
import type { Sale } from "#app/features/catalog/sale.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db } from "#app/platform/db.server.ts";
import { findCredits } from "./upgrade-credit.server.ts";

export interface Reader {
  userId: string | null;
  /** That they have chosen. */
  currency: string | null;
  acceptLanguage: string | null;
}

/** What a product costs this reader, as `findOffer` and `openOrder` will have it; null where it is not for sale. */
export async function readSale(ask: { product: ProductToday | null; reader: Reader }, tx: Db = db): Promise<Sale | null> {
  const { product, reader } = ask;
  if (!product || !isForSale(product)) return null;
  const price = choosePrice(product.prices, reader);
  if (!price) return null;
  const { amount, currency, before, until } = price;
  return {
    price: { amount, currency, before, until },
    currencies: product.prices.map(({ currency, amount }) => ({ currency, amount })),
    bump: await bumpFor(product, currency, reader.userId, tx),
    credit: reader.userId ? await creditFor(product, price, reader.userId, tx) : null,
  };
}

async function bumpFor({ bump }: ProductToday, currency: string, userId: string | null, tx: Db): Promise<Sale["bump"]> {
  const price = bump?.prices.find((price) => price.currency === currency);
  if (!bump || !price) return null;
  const owned = userId ? await ownedCourseIds({ userId, courseIds: bump.courseIds }, tx) : new Set();
  if (bump.courseIds.every((id) => owned.has(id))) return null;
  return { title: bump.title, words: bump.words, amount: price.amount, before: price.before };
}

async function creditFor(
  product: ProductToday,
  { priceId, amount, currency }: ProductToday["prices"][number],
  userId: string,
  tx: Db,
): Promise<Sale["credit"]> {
  const { id: productId, title, sheet } = product;
  const courseIds = product.courses.map(({ id }) => id);
  const line = { productId, priceId, title, amount, courseIds, upgrade: sheet?.bundle ?? false };
  const { credits } = await findCredits({ userId, offer: { currency }, line }, tx);
  if (credits.length === 0) return null;
  return { amount: credits.reduce((sum, credit) => sum + credit.amount, 0), titles: credits.map(({ title }) => title) };
}

/** Of these courses, those that live purchases and gifts open to a person. A grant by hand or a free place is no purchase. */
export async function ownedCourseIds(ask: { userId: string; courseIds: string[] }, tx: Db = db): Promise<Set<string>> {
  const owned = await tx.entitlement.findMany({
    where: {
      // What a guest has paid for is in the account of the address that they gave.
      AND: [{ OR: [{ userId: ask.userId }, { orderItem: { order: { guestId: ask.userId } } }] }],
      courseId: { in: ask.courseIds },
      source: { in: ["order", "gift"] },
      ...liveAt(now()),
    },
    select: { courseId: true },
    distinct: ["courseId"],
  });
  return new Set(owned.map(({ courseId }) => courseId));
}
