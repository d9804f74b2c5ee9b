import { db } from "#app/platform/db.server.ts";

export interface Schedule {
  waiting: { id: string; revision: number; publishAt: Date; notes: string } | null;
  /** The last one came to nothing, and nothing was published or planned since. */
  failed: { publishAt: Date; because: "faults" | "not-allowed" } | null;
}

/** What of a draft is to be published by itself, and whether the last such came to nothing. */
export async function readSchedule(draft: { draftId: string; courseId: string }): Promise<Schedule> {
  const [last, release] = await Promise.all([
    db.scheduledPublication.findFirst({ where: { draftId: draft.draftId }, orderBy: [{ createdAt: "desc" }, { id: "desc" }] }),
    db.release.findFirst({ where: { courseId: draft.courseId }, orderBy: { number: "desc" }, select: { publishedAt: true } }),
  ]);
  if (!last) return { waiting: null, failed: null };
  const { id, revision, publishAt, notes, doneAt, outcome } = last;
  if (!doneAt) return { waiting: { id, revision, publishAt, notes }, failed: null };
  const since = release !== null && release.publishedAt > doneAt;
  const because = outcome === "faults" || outcome === "not-allowed" ? outcome : null;
  return { waiting: null, failed: because && !since ? { publishAt, because } : null };
}
