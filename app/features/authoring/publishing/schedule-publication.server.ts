import { compileCourseInTurns } from "#app/features/courseware/compile-course.server.ts";
import { openingMoment, parseLocalTime } from "#app/features/instruments/local-time.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db, isUniqueViolation } from "#app/platform/db.server.ts";
import { keyFault } from "../check-draft.queries.server.ts";
import { readDraftFiles } from "../draft-files.queries.server.ts";

/** Milliseconds ahead of which nobody plans. */
const FURTHEST = 366 * 24 * 60 * 60 * 1000;

export type SchedulePublication =
  | { status: "scheduled"; publishAt: Date }
  | { status: "refused"; reason: "bad-time" | "over" | "too-far" | "moved-on" | "faults" | "one-waits" };

interface Ask {
  draftId: string;
  courseKey: string;
  authorId: string;
  /** The revision that was looked at: it is published as it is, whatever is done to the draft until then. */
  revision: number;
  /** `2027-01-10T09:00`, by the clocks of `timeZone`. */
  at: string;
  timeZone: string;
  notes: string;
}

/** Lets a revision be published by itself at a moment. One of a draft waits at most. Who may is the caller's to decide. */
export async function schedulePublication(ask: Ask, tx: Db = db): Promise<SchedulePublication> {
  const { draftId, courseKey, authorId, revision, at, timeZone, notes } = ask;
  if (parseLocalTime(at)?.day !== false) return { status: "refused", reason: "bad-time" };
  const publishAt = openingMoment(at, timeZone);
  const ahead = publishAt.getTime() - now().getTime();
  if (ahead <= 0) return { status: "refused", reason: "over" };
  if (ahead > FURTHEST) return { status: "refused", reason: "too-far" };
  const folder = await readDraftFiles({ draftId }, tx);
  const draft = await tx.draft.findUniqueOrThrow({ where: { id: draftId }, select: { revision: true } });
  if (draft.revision !== revision) return { status: "refused", reason: "moved-on" };
  if (keyFault(folder.files, courseKey) || !(await compileCourseInTurns(folder)).manifest)
    return { status: "refused", reason: "faults" };
  const data = { draftId, revision, publishAt, notes, authorId, createdAt: now(), waitingSlot: draftId };
  try {
    await tx.scheduledPublication.create({ data });
  } catch (error) {
    if (isUniqueViolation(error)) return { status: "refused", reason: "one-waits" };
    throw error;
  }
  return { status: "scheduled", publishAt };
}
