import { loadManifest } from "#app/features/courseware/release.queries.server.ts";
import { type Db, db } from "#app/platform/db.server.ts";

/** What a person buys who presses the button of a course: today's price of the product of the course's key. */
export interface Offer {
  productId: string;
  priceId: string;
  title: string;
  /** Integer minor units. */
  amount: number;
  currency: string;
  courseIds: string[];
  /** Left out for what is paid at once; then `amount` is the first payment. */
  recurring?: "membership" | "instalments";
}

export type FindOffer =
  | { status: "for-sale"; offer: Offer }
  | { status: "refused"; reason: "no-such-course" | "free" | "not-for-sale" };

export async function findOffer(courseKey: string, tx: Db = db): Promise<FindOffer> {
  if (!/^[a-z0-9-]{2,64}$/.test(courseKey)) return { status: "refused", reason: "no-such-course" };
  const [row] = await tx.$queryRaw<(Offer & { releaseId: string | null })[]>`
    select c."currentReleaseId" as "releaseId", d.id as "productId", d.title, p.id as "priceId", p.amount, p.currency,
      array(select pc."courseId" from "ProductCourse" pc where pc."productId" = d.id order by 1) as "courseIds"
    from "Course" c
    left join "Product" d on d.key = c.key and d.active
    left join "Price" p on p."productId" = d.id and p.active and p.terms = 'one_time'
    where c.key = ${courseKey}
    order by p."createdAt" desc nulls last limit 1`;
  if (!row?.releaseId) return { status: "refused", reason: "no-such-course" };
  // What the release says counts: a paid course whose product was taken off sale has not become free.
  if ((await loadManifest(row.releaseId)).price === null) return { status: "refused", reason: "free" };
  if (!row.priceId) return { status: "refused", reason: "not-for-sale" };
  const { productId, priceId, title, amount, currency, courseIds } = row;
  return { status: "for-sale", offer: { productId, priceId, title, amount, currency, courseIds } };
}
