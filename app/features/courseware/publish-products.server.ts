import { announce } from "#app/platform/announcements.server.ts";
import { recordAudit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import { type CompiledProduct, type CoursesOnSale, compileProducts } from "./compile-products.server.ts";
import type { Fault } from "./fault.ts";
import { keepPrices } from "./keep-prices.server.ts";
import type { Price } from "./manifest.ts";
import { readProducts } from "./read-folder.server.ts";

interface PublishProducts {
  added: string[];
  changed: string[];
  /** Products whose file is gone: a bundle is no longer sold, a course only by its own price. */
  removed: string[];
  unchanged: number;
  faults: Fault[];
  warnings: Fault[];
}

/**
 * Makes what is sold what the folder says, in one transaction. A file with a fault changes nothing of its product, and
 * keeps none of the others back. Orders keep what they were made with.
 */
export async function publishProducts(dir: string, tx: Db = db): Promise<PublishProducts> {
  return inTransaction(tx, async (tx) => {
    // One publisher at a time.
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('publish-products'))`;
    const { products, faulty, faults, warnings } = compileProducts(readProducts(dir), await coursesOnSale(tx));
    const done = { added: [] as string[], changed: [] as string[], removed: [] as string[] };
    let unchanged = 0;
    for (const product of products) {
      const outcome = await keepProduct(product, tx);
      if (outcome === "unchanged") unchanged += 1;
      else done[outcome].push(product.key);
    }
    for (const product of products) await keepBump(product, tx);
    // A file whose key cannot be read may be that of any product.
    if (!faulty.includes(null)) {
      const kept = [...products.map(({ key }) => key), ...faulty.filter((key) => key !== null)];
      done.removed = await removeOthers(kept, tx);
    }
    if (done.added.length + done.changed.length + done.removed.length > 0) {
      await recordAudit(
        { actorId: null, action: "products.publish", subjectKind: "products", subjectId: "all", detail: done },
        tx,
      );
      await announce("catalogue-changed", tx);
    }
    return { ...done, unchanged, faults, warnings };
  });
}

async function coursesOnSale(tx: Prisma.TransactionClient): Promise<CoursesOnSale> {
  const rows = await tx.$queryRaw<{ key: string; price: Price | null }[]>`
    select c.key, r.manifest -> 'price' as price from "Course" c join "Release" r on r.id = c."currentReleaseId"`;
  return new Map(rows.map(({ key, price }) => [key, price]));
}

async function keepProduct(product: CompiledProduct, tx: Prisma.TransactionClient): Promise<"added" | "changed" | "unchanged"> {
  const { key, bundle, title, contains, prices, digest } = product;
  const at = now();
  const before = await tx.product.findUnique({ where: { key }, include: { sheet: true } });
  // A course's own product is kept by its course.
  const { id } = bundle
    ? await tx.product.upsert({ where: { key }, create: { key, title, createdAt: at }, update: { title, active: true } })
    : await tx.product.findUniqueOrThrow({ where: { key } });
  if (bundle) {
    const courses = await tx.course.findMany({ where: { key: { in: contains } }, select: { id: true } });
    const courseIds = courses.map((course) => course.id);
    await tx.productCourse.deleteMany({ where: { productId: id, courseId: { notIn: courseIds } } });
    await tx.productCourse.createMany({ data: courseIds.map((courseId) => ({ productId: id, courseId })), skipDuplicates: true });
  }
  const present = await tx.price.findMany({
    where: { productId: id, active: true, terms: "one_time", withProductId: null, ...(bundle ? {} : { position: { gt: 0 } }) },
  });
  await keepPrices({ productId: id, present, wanted: prices.map((price) => ({ ...price, withProductId: null })) }, tx);
  const { tagline, summary, afterPayment, refundPolicy } = product;
  const says = { bundle, tagline, summary, afterPayment, refundPolicy, digest, updatedAt: at };
  if (before?.sheet?.digest === digest && before.active) return "unchanged";
  await tx.productSheet.upsert({ where: { productId: id }, create: { productId: id, ...says }, update: says });
  return before?.sheet ? "changed" : "added";
}

/** What is offered beside a product, once all of them are there, and what it costs there. */
async function keepBump({ key, bump }: CompiledProduct, tx: Prisma.TransactionClient): Promise<void> {
  const product = await tx.product.findUniqueOrThrow({ where: { key } });
  const offered = bump && (await tx.product.findUnique({ where: { key: bump.productKey } }));
  await tx.productSheet.update({
    where: { productId: product.id },
    data: { bumpProductId: offered?.id ?? null, bumpWords: offered ? bump!.words : "" },
  });
  const present = await tx.price.findMany({ where: { withProductId: product.id, active: true } });
  const own = present.filter(({ productId }) => productId === offered?.id);
  const others = present.filter(({ productId }) => productId !== offered?.id).map(({ id }) => id);
  await tx.price.updateMany({ where: { id: { in: others } }, data: { active: false, retiredAt: now() } });
  if (!offered) return;
  const wanted = bump!.prices.map((price, index) => {
    return { ...price, validFrom: null, validUntil: null, regions: [], position: index + 1, withProductId: product.id };
  });
  await keepPrices({ productId: offered.id, present: own, wanted }, tx);
}

async function removeOthers(kept: string[], tx: Prisma.TransactionClient): Promise<string[]> {
  const gone = await tx.productSheet.findMany({
    where: { product: { key: { notIn: kept } }, OR: [{ bundle: false }, { product: { active: true } }] },
    select: { productId: true, bundle: true, product: { select: { key: true } } },
  });
  for (const { productId, bundle } of gone) {
    const retired = { active: false, retiredAt: now() };
    // The page of a bundle stays, for who has bought it.
    if (bundle) await tx.product.update({ where: { id: productId }, data: { active: false } });
    else {
      await tx.price.updateMany({
        where: { productId, active: true, terms: "one_time", position: { gt: 0 }, withProductId: null },
        data: retired,
      });
      await tx.productSheet.delete({ where: { productId } });
    }
    await tx.price.updateMany({ where: { withProductId: productId, active: true }, data: retired });
  }
  return gone.map(({ product }) => product.key);
}
