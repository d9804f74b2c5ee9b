import { db } from "#app/platform/db.server.ts";

/** Whether some code could take something off a product: whether to ask for one. */
export async function takesCodes(productKey: string): Promise<boolean> {
  const product = { OR: [{ key: productKey }, { offeredBy: { some: { product: { key: productKey } } } }] };
  const found = await db.promotionCode.findFirst({
    where: { active: true, coupon: { active: true, OR: [{ products: { none: {} } }, { products: { some: { product } } }] } },
    select: { id: true },
  });
  return found !== null;
}
