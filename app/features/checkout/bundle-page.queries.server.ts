import { type CourseCard, type PublicCourse, readPublicCourse, toCard } from "#app/features/catalog/catalogue.queries.server.ts";
import { readProduct } from "#app/features/catalog/products.queries.server.ts";
import { type Sale, savingOf } from "#app/features/catalog/sale.ts";
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
  /** Against buying its parts one by one, in minor units of the sale's currency; null: nothing. */
  saving: number | null;
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
  const [courses, owned, sale, codes] = await Promise.all([
    Promise.all(product.courses.map((course) => readPublicCourse(course.key))),
    userId ? ownedCourseIds({ userId, courseIds }) : new Set<string>(),
    readSale({ product, reader }),
    takesCodes(key),
  ]);
  const { bundle: _bundle, ...words } = sheet;
  return {
    ...{ key, title, ...words, sale, arriving, takesCodes: codes },
    saving:
      sale &&
      savingOf(
        sale.price,
        courses.map((course) => course && priceIn(course, sale.price.currency)),
      ),
    courses: courses.flatMap((course, index) => {
      if (!course) return [];
      // By itself in the currency that is shown, where it is sold in that.
      const price = priceIn(course, sale?.price.currency);
      return [{ ...toCard(course.manifest, price), owned: owned.has(courseIds[index]!) }];
    }),
  };
}

function priceIn({ prices, price }: PublicCourse, wanted: string | undefined): CourseCard["price"] {
  const found = prices.find(({ currency }) => currency === wanted);
  return found ? { amount: found.amount, currency: found.currency } : price;
}
