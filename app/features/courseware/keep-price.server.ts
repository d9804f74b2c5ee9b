import { recordAudit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import { keepPayWays } from "./keep-pay-ways.server.ts";
import type { PayWay, Price } from "./manifest.ts";

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
 * Brings the course's product in line with its folder. A price is never changed: a new amount or currency is a new
 * row, and the old one is put out of use, so that orders keep what they were made with. A free course sells nothing.
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
    include: { prices: { where: { active: true, terms: "one_time" } } },
  });
  await tx.productCourse.createMany({ data: [{ productId: product.id, courseId }], skipDuplicates: true });

  if (await keepPayWays({ productId: product.id, payWays }, tx)) await audit({ payWays: payWays.map((way) => ({ ...way })) });
  const [kept] = product.prices.filter(({ amount, currency }) => amount === price.amount && currency === price.currency);
  await tx.price.updateMany({
    where: { productId: product.id, active: true, terms: "one_time", ...(kept && { id: { not: kept.id } }) },
    data: { active: false },
  });
  if (kept) return;
  await tx.price.create({ data: { productId: product.id, ...price, createdAt: now() } });
  await audit({ price: { ...price }, before: product.prices.map(({ amount, currency }) => ({ amount, currency })) });

  function audit(detail: Prisma.InputJsonObject): Promise<void> {
    return recordAudit(
      { actorId, action: "price.change", subjectKind: "course", subjectId: courseId, detail: { courseKey, ...detail } },
      tx,
    );
  }
}
