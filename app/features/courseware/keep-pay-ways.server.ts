import { now } from "#app/platform/clock.server.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import type { PayWay } from "./manifest.ts";

interface KeepPayWays {
  productId: string;
  payWays: PayWay[];
}

/**
 * Brings the recurring prices of a product in line with its folder, as `keepPrice` does with the one paid at once: what
 * differs in anything is a new row, and what is gone is put out of use. Whoever pays by it goes on paying by it. Returns
 * whether anything changed.
 */
export async function keepPayWays({ productId, payWays }: KeepPayWays, tx: Prisma.TransactionClient): Promise<boolean> {
  const present = await tx.price.findMany({ where: { productId, active: true, terms: { not: "one_time" } } });
  const wanted = payWays.map(termsOf);
  const same = (row: (typeof present)[number], terms: Terms) =>
    (Object.keys(terms) as (keyof Terms)[]).every((name) => row[name] === terms[name]);
  const gone = present.filter((row) => !wanted.some((terms) => same(row, terms)));
  const fresh = wanted.filter((terms) => !present.some((row) => same(row, terms)));
  if (gone.length > 0) {
    await tx.price.updateMany({ where: { productId, id: { in: gone.map(({ id }) => id) } }, data: { active: false } });
  }
  if (fresh.length > 0) {
    const createdAt = now();
    await tx.price.createMany({ data: fresh.map((terms) => ({ productId, ...terms, createdAt })) });
  }
  return gone.length + fresh.length > 0;
}

type Terms = ReturnType<typeof termsOf>;

function termsOf({ key, amount, currency, interval, intervalCount, payments, trialDays = 0 }: PayWay) {
  const terms = payments === undefined ? ("subscription" as const) : ("instalments" as const);
  return { key, amount, currency, terms, interval, intervalCount, payments: payments ?? null, trialDays };
}
