import { type CourseCard, readCourseCard } from "#app/features/catalog/catalogue.queries.server.ts";
import { readProduct } from "#app/features/catalog/products.queries.server.ts";
import type { Sale } from "#app/features/catalog/sale.ts";
import { type Arriving, findArriving } from "./arriving.server.ts";
import { takesCodes } from "./coupons.queries.server.ts";
import { ownedCourseIds, type Reader, readSale } from "./sale.queries.server.ts";

export interface BundlePage {
  key: string;
  title: string;
  tagline: string;
  /** HTML, as the next two. */
  summary: string;
  afterPayment: string;
  refundPolicy: string;
  courses: (CourseCard & { owned: boolean })[];
  /** Null: not for sale at present. */
  sale: Sale | null;
  /** Money of this reader for it that has not opened it yet. */
  arriving: Arriving | null;
  takesCodes: boolean;
}

/** A bundle as its page shows it to this reader; null where there is none of this key. */
export async function readBundlePage({ key, reader }: { key: string; reader: Reader }): Promise<BundlePage | null> {
  const product = await readProduct(key);
  if (!product?.sheet?.bundle) return null;
  const { id: productId, title, sheet } = product;
  const { userId } = reader;
  const courseIds = product.courses.map(({ id }) => id);
  // First, as looking may open it.
  const [arriving = null] = userId ? await findArriving({ userId, productId }) : [];
  const [cards, owned, sale, codes] = await Promise.all([
    Promise.all(product.courses.map((course) => readCourseCard(course.key))),
    userId ? ownedCourseIds({ userId, courseIds }) : new Set<string>(),
    readSale({ product, reader }),
    takesCodes(key),
  ]);
  const { bundle: _bundle, ...words } = sheet;
  return {
    ...{ key, title, ...words, sale, arriving, takesCodes: codes },
    courses: cards.flatMap((card, index) => (card ? [{ ...card, owned: owned.has(courseIds[index]!) }] : [])),
  };
}
