import { announce } from "#app/platform/announcements.server.ts";
import { recordAudit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import { keepPrice } from "./keep-price.server.ts";
import type { Manifest } from "./manifest.ts";

interface WriteNextRelease {
  course: { id: string };
  /** The release that it follows; null for the first. */
  current: { number: number } | null;
  digest: string;
  manifest: Manifest;
  notes: string;
  publishedById?: string;
  /** The number of the release whose content this one has again. */
  backTo?: number;
}

/**
 * Writes the next release of a course whose row is locked, and makes it the current one, with product, price and a line in the
 * audit log. What the release holds is the caller's to write, in the same transaction.
 */
export async function writeNextRelease(
  ask: WriteNextRelease,
  tx: Prisma.TransactionClient,
): Promise<{ releaseId: string; number: number }> {
  const { course, current, digest, manifest, notes, publishedById, backTo } = ask;
  const last = await tx.release.aggregate({ where: { courseId: course.id }, _max: { number: true } });
  const number = (last._max.number ?? 0) + 1;
  const { id: releaseId } = await tx.release.create({
    data: {
      ...{ courseId: course.id, number, folderDigest: digest, schemaVersion: manifest.schema, notes },
      ...{ manifest: manifest as unknown as Prisma.InputJsonObject, publishedById, publishedAt: now() },
    },
    select: { id: true },
  });
  await tx.course.update({ where: { id: course.id }, data: { currentReleaseId: releaseId } });
  const { key: courseKey, title, price, payWays } = manifest;
  const actorId = publishedById ?? null;
  await keepPrice({ courseId: course.id, courseKey, title, price, payWays, actorId }, tx);
  const detail = { courseKey, release: number, releaseId, before: current?.number ?? null, ...(backTo && { backTo }) };
  const subject = { subjectKind: "course", subjectId: course.id };
  await recordAudit({ actorId, action: "course.publish", ...subject, reason: notes, detail }, tx);
  await announce("catalogue-changed", tx);
  return { releaseId, number };
}

/** One publisher at a time: the row is locked until the transaction ends, and the next one reads what this one wrote. */
export async function lockCourse(
  key: string,
  tx: Prisma.TransactionClient,
): Promise<{ id: string; currentReleaseId: string | null }> {
  await tx.course.createMany({ data: [{ key, createdAt: now() }], skipDuplicates: true });
  const rows = await tx.$queryRaw<{ id: string; currentReleaseId: string | null }[]>`
    select id, "currentReleaseId" from "Course" where key = ${key} for update`;
  return rows[0]!;
}
