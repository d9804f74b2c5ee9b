import { now } from "#app/platform/clock.server.ts";
import type { Prisma } from "#prisma/generated/client.ts";

/** A price as a folder asks for it. */
export interface WantedPrice {
  /** Integer minor units. */
  amount: number;
  currency: string;
  /** Of a sale. */
  validFrom: Date | null;
  validUntil: Date | null;
  regions: string[];
  position: number;
  withProductId: string | null;
}

/**
 * Brings the prices `present` in line with those `wanted`. A price is never changed: a new amount, currency or time is a
 * new row, and the old one is put out of use, so that orders keep what they were made with. True where a price came or went.
 */
export async function keepPrices(
  ask: { productId: string; present: (WantedPrice & { id: string })[]; wanted: WantedPrice[] },
  tx: Prisma.TransactionClient,
): Promise<boolean> {
  const { productId, present, wanted } = ask;
  const left = new Map(present.map((price) => [price.id, price]));
  const missing: WantedPrice[] = [];
  for (const price of wanted) {
    const kept = [...left.values()].find((row) => nameOf(row) === nameOf(price));
    if (!kept) missing.push(price);
    else {
      left.delete(kept.id);
      const { regions, position } = price;
      if (kept.position === position && kept.regions.join() === regions.join()) continue;
      await tx.price.update({ where: { id: kept.id }, data: { regions, position } });
    }
  }
  const at = now();
  if (left.size > 0) {
    await tx.price.updateMany({ where: { id: { in: [...left.keys()] } }, data: { active: false, retiredAt: at } });
  }
  for (const price of missing) await tx.price.create({ data: { productId, ...price, createdAt: at } });
  return left.size + missing.length > 0;
}

/** All that makes it this price and no other. */
function nameOf({ amount, currency, validFrom, validUntil, withProductId }: WantedPrice): string {
  return JSON.stringify([amount, currency, validFrom, validUntil, withProductId]);
}
