import { db } from "#app/platform/db.server.ts";

/** Whether some code could take something off a course's product: whether to ask for one. */
export async function takesCodes(courseKey: string): Promise<boolean> {
  const product = { courses: { some: { course: { key: courseKey } } } };
  const found = await db.promotionCode.findFirst({
    where: { active: true, coupon: { active: true, OR: [{ products: { none: {} } }, { products: { some: { product } } }] } },
    select: { id: true },
  });
  return found !== null;
}
