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
}

export type FindOffer =
  | { status: "for-sale"; offer: Offer }
  | { status: "refused"; reason: "no-such-course" | "free" | "not-for-sale" };

export async function findOffer(courseKey: string, tx: Db = db): Promise<FindOffer> {
  if (!/^[a-z0-9-]{2,64}$/.test(courseKey)) return { status: "refused", reason: "no-such-course" };
  const [row] = await tx.$queryRaw<(OfferLine & { currency: string; releaseId: string | null })[]>`
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
  const { releaseId: _release, currency, ...line } = row;
  return { status: "for-sale", offer: { productId: line.productId, currency, lines: [line] } };
}

/** What an offer's lines cost together, one of each. */
export function totalOf(lines: Pick<OfferLine, "amount">[]): number {
  return lines.reduce((sum, { amount }) => sum + amount, 0);
}

/** What an offer is called and costs, for a form that sells it to somebody for others. */
export function offerInShort({ lines, currency }: Offer): { title: string; amount: number; currency: string } {
  return { title: lines.map(({ title }) => title).join(", "), amount: totalOf(lines), currency };
}
