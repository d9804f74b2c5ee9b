import { recordAudit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import { keepPayWays } from "./keep-pay-ways.server.ts";
import { keepPrices } from "./keep-prices.server.ts";
import type { PayWay, Price } from "./manifest.ts";

/** `Price.position` of what course.yaml says. */
const OWN = 0;

interface KeepPrice {
  courseId: string;
  courseKey: string;
  title: string;
  /** Null: free. */
  price: Price | null;
  payWays?: PayWay[];
  actorId: string | null;
}

/**
 * Brings the course's product in line with its folder. A free course sells nothing. The prices that a file of
 * content/products adds to the course's own stay as they are.
 */
export async function keepPrice(ask: KeepPrice, tx: Prisma.TransactionClient): Promise<void> {
  const { courseId, courseKey, title, price, payWays = [], actorId } = ask;
  if (!price) {
    const closed = await tx.product.updateMany({ where: { key: courseKey, active: true }, data: { active: false } });
    if (closed.count > 0) await audit({ price: "free" });
    return;
  }
  const product = await tx.product.upsert({
    where: { key: courseKey },
    create: { key: courseKey, title, createdAt: now() },
    update: { title, active: true },
    include: { prices: { where: { active: true, position: OWN, terms: "one_time" } } },
  });
  await tx.productCourse.createMany({ data: [{ productId: product.id, courseId }], skipDuplicates: true });

  if (await keepPayWays({ productId: product.id, payWays }, tx)) await audit({ payWays: payWays.map((way) => ({ ...way })) });
  const wanted = { ...price, validFrom: null, validUntil: null, regions: [], position: OWN, withProductId: null };
  const changed = await keepPrices({ productId: product.id, present: product.prices, wanted: [wanted] }, tx);
  if (changed) await audit({ price: { ...price }, before: product.prices.map(({ amount, currency }) => ({ amount, currency })) });

  function audit(detail: Prisma.InputJsonObject): Promise<void> {
    return recordAudit(
      { actorId, action: "price.change", subjectKind: "course", subjectId: courseId, detail: { courseKey, ...detail } },
      tx,
    );
  }
}
