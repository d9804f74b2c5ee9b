import { shareOut } from "#app/features/checkout/share-out.ts";
import { pool } from "#app/platform/db.server.ts";
import { isLivemode } from "#app/platform/stripe/stripe.server.ts";
import type { StaffCourse } from "./staff-course.queries.server.ts";

/** What a product that opens the course brought in in a month (UTC). Amounts in signed minor units. */
export interface RevenueRow {
  month: string;
  product: string;
  currency: string;
  /** Orders that were paid in that month. */
  sales: number;
  received: number;
  /** Refunds and disputes, less what came back of them: zero or below. */
  returned: number;
  net: number;
}

interface Line {
  number: number;
  month: string;
  kind: string;
  amount: number;
  currency: string;
  /** In the order in which the parts are shared out: the product, and what its item cost. */
  items: [productKey: string, title: string, amount: number, opensCourse: boolean, id: string][];
  /** Of a refund that is for one of them. */
  itemId: string | null;
}

const BATCH = 2_000;

const statement = {
  name: "course-revenue",
  text: `
    select l.number, to_char(l."happenedAt" at time zone 'UTC', 'YYYY-MM') as month, l.kind::text as kind, l.amount, l.currency,
      (select json_agg(json_build_array(p.key, p.title, i.amount, exists (
          select from "OrderItemCourse" ic where ic."orderItemId" = i.id and ic."courseId" = $1), i.id) order by i.position, i.id)
        from "OrderItem" i join "Product" p on p.id = i."productId" where i."orderId" = l."orderId") as items,
      (select r."itemId" from "Refund" r where r."stripeRefundId" = l.reference) as "itemId"
    from "LedgerEntry" l
    where l.livemode = $2 and l.amount <> 0 and l.number > $3 and exists (
      select from "OrderItem" i join "OrderItemCourse" ic on ic."orderItemId" = i.id
      where i."orderId" = l."orderId" and ic."courseId" = $1)
    order by l.number limit ${BATCH}`,
};

/**
 * What a course brought in, by month, product and currency, the newest month first. The money of an order with several
 * items is shared out by what they cost. A bundle is one product: what it brought in is not divided among its courses.
 */
export async function readRevenue(course: Pick<StaffCourse, "id">): Promise<RevenueRow[]> {
  const sums = new Map<string, RevenueRow>();
  let after = 0;
  for (;;) {
    const { rows } = await pool.query<Line>({ ...statement, values: [course.id, isLivemode(), after] });
    for (const line of rows) addLine(sums, line);
    if (rows.length < BATCH) break;
    after = rows.at(-1)!.number;
  }
  return [...sums.values()].sort(
    (a, b) => b.month.localeCompare(a.month) || a.product.localeCompare(b.product) || a.currency.localeCompare(b.currency),
  );
}

function addLine(sums: Map<string, RevenueRow>, { month, kind, amount, currency, items, itemId }: Line): void {
  const parts = shareOut(
    amount,
    // What is for one item is not shared out.
    items.map(([, , cost, , id]) => (itemId === null || itemId === id ? cost : 0)),
  );
  items.forEach(([productKey, product, , opensCourse], index) => {
    if (!opensCourse) return;
    const key = JSON.stringify([month, productKey, currency]);
    const sum = sums.get(key) ?? { month, product, currency, sales: 0, received: 0, returned: 0, net: 0 };
    const part = parts[index]!;
    if (kind === "payment") {
      sum.sales += 1;
      sum.received += part;
    } else sum.returned += part;
    sum.net += part;
    sums.set(key, sum);
  });
}
