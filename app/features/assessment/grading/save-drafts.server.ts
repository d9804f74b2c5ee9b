import { type GivenMarks, readMarks } from "#app/features/instruments/marks.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inStatementTransaction } from "#app/platform/db.server.ts";
import { contentOf, digestOf, type GradeContent, sameGiven } from "./grade-content.server.ts";
import { lockWork } from "./lock-work.server.ts";

/** What a grader's form has for one answer. */
export interface GivenGrade {
  itemKey: string;
  marks: GivenMarks;
  feedback: string;
  note: string;
  /** What the form's page showed: the revision of the grade (0: none), and the digest of its content. */
  seen: { revision: number; digest: string };
}

export type SaveDrafts =
  | {
      status: "saved";
      /** The revision of every given answer that is stored as given, or was left as the page showed it. */
      revisions: Map<string, number>;
      /** Answers for which somebody has saved something newer meanwhile: nothing of theirs is overwritten. */
      conflicts: string[];
      /** Why marks could not be read, by answer. These are not stored. */
      bad: Map<string, string>;
    }
  | { status: "refused"; reason: "no-such-work" };

const writing = {
  name: "save-draft",
  text: `
    insert into "Grade" ("attemptId", "itemKey", "draftMarks", "draftFeedback", note, revision, "graderId", "createdAt", "updatedAt")
    values ($1, $2, $3::jsonb, $4, $5, 1, $6, $7::timestamptz, $7::timestamptz)
    on conflict ("attemptId", "itemKey") do update set
      "draftMarks" = excluded."draftMarks", "draftFeedback" = excluded."draftFeedback", note = excluded.note,
      revision = "Grade".revision + 1, "graderId" = excluded."graderId", "updatedAt" = excluded."updatedAt"
    returning revision`,
};

/**
 * Saves what a grader gave to the answers of an attempt as drafts, which the student does not see. Each answer by itself:
 * what the grader left as it was is not touched, what is stored already is not written again, and what somebody else has
 * changed since the page was made is not overwritten.
 */
export async function saveDrafts(
  ask: { graderId: string; courseId: string; attemptId: string; grades: GivenGrade[] },
  tx: Db = db,
): Promise<SaveDrafts> {
  return inStatementTransaction(tx, async (run): Promise<SaveDrafts> => {
    const work = await lockWork(run, ask);
    if (!work) return { status: "refused", reason: "no-such-work" };
    const revisions = new Map<string, number>();
    const conflicts: string[] = [];
    const bad = new Map<string, string>();
    for (const { itemKey, marks, feedback, note, seen } of ask.grades) {
      const item = work.items.get(itemKey);
      if (!item) continue;
      const read = readMarks(item, marks);
      if (read.status === "bad") {
        bad.set(itemKey, read.message);
        continue;
      }
      const given: GradeContent = { marks: read.marks, feedback, note };
      const row = work.grades.get(itemKey);
      const digest = digestOf(given);
      const stored = row?.revision ?? 0;
      if (digest === seen.digest) {
        revisions.set(itemKey, seen.revision);
      } else if (digest === digestOf(contentOf(row))) {
        // Sent twice, or the other grader gave the same.
        revisions.set(itemKey, stored);
      } else if (stored !== seen.revision) {
        conflicts.push(itemKey);
      } else {
        // A draft that says what is released already is none.
        const isReleased = row?.marks && sameGiven(given, { marks: row.marks, feedback: row.feedback });
        const draft = isReleased ? [null, ""] : [JSON.stringify(given.marks), feedback];
        const values = [ask.attemptId, itemKey, ...draft, note, ask.graderId, now()];
        const [written] = await run<{ revision: number }>(writing, values);
        revisions.set(itemKey, written!.revision);
      }
    }
    return { status: "saved", revisions, conflicts, bad };
  });
}
