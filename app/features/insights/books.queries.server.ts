import { pool } from "#app/platform/db.server.ts";
import { isLivemode } from "#app/platform/stripe/stripe.server.ts";

/**
 * The ledger as bookkeepers read it: by calendar month in UTC and by currency, at the times that Stripe names. Only money
 * of the mode that the site is in: play money of the sandbox never stands beside real money.
 */

export type MoneyKind = "payment" | "refund" | "refund_returned" | "dispute" | "dispute_returned";

/** All amounts in signed minor units. */
export interface MonthTotals {
  /** "2026-11". */
  month: string;
  currency: string;
  received: number;
  /** What went back to buyers, less what came back of it: zero or below. */
  refunded: number;
  /** What banks hold or have taken, less what they gave back: zero or below. */
  disputed: number;
  net: number;
  lines: number;
}

const MONTH = `to_char("happenedAt" at time zone 'UTC', 'YYYY-MM')`;
const sumOf = (...kinds: MoneyKind[]) =>
  `coalesce(sum(amount) filter (where kind in (${kinds.map((kind) => `'${kind}'`)})), 0)::float8`;

/** Every month with money, the newest first. One SQL statement. */
export async function listBookMonths(): Promise<MonthTotals[]> {
  const { rows } = await pool.query<MonthTotals>({
    name: "book-months",
    text: `
      select ${MONTH} as month, currency, ${sumOf("payment")} as received, ${sumOf("refund", "refund_returned")} as refunded,
        ${sumOf("dispute", "dispute_returned")} as disputed, sum(amount)::float8 as net, count(*)::int as lines
      from "LedgerEntry" where livemode = $1 and kind not in ('access_opened', 'access_closed')
      group by 1, 2 order by 1 desc, 2`,
    values: [isLivemode()],
  });
  return rows;
}

export interface BookLine {
  number: number;
  happenedAt: Date;
  recordedAt: Date;
  kind: MoneyKind;
  orderNumber: number;
  /** Null before money came for the order. */
  receiptNumber: number | null;
  what: string;
  amount: number;
  currency: string;
  /** Stripe's id. */
  reference: string;
}

const BATCH = 1_000;

/** The lines of one month in the order of their times, a thousand at a time. */
export async function* readBookLines(month: string): AsyncGenerator<BookLine[]> {
  const from = new Date(`${month}-01T00:00:00Z`);
  const until = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + 1, 1));
  let after: [Date, number] = [from, 0];
  for (;;) {
    const { rows } = await pool.query<BookLine>({
      name: "book-lines",
      text: `
        select l.number, l."happenedAt", l."recordedAt", l.kind::text as kind, o.number as "orderNumber", r.number as "receiptNumber",
          (select string_agg(i.title, '; ' order by i.position, i.id) from "OrderItem" i where i."orderId" = o.id) as what,
          l.amount, l.currency, l.reference
        from "LedgerEntry" l join "Order" o on o.id = l."orderId" left join "Receipt" r on r."orderId" = o.id
        where l.livemode = $1 and l.kind not in ('access_opened', 'access_closed') and l."happenedAt" < $2
          and (l."happenedAt", l.number) > ($3::timestamptz, $4::int) and l."happenedAt" >= $5
        order by l."happenedAt", l.number limit ${BATCH}`,
      values: [isLivemode(), until, ...after, from],
    });
    if (rows.length > 0) yield rows;
    if (rows.length < BATCH) return;
    const last = rows.at(-1)!;
    after = [last.happenedAt, last.number];
  }
}

/** "2026-11", of years that have money; anything else is no month. */
export function isBookMonth(month: string | undefined): month is string {
  return month !== undefined && /^20\d\d-(0[1-9]|1[0-2])$/.test(month);
}
