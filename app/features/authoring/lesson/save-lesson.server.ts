import { type Db, db } from "#app/platform/db.server.ts";
import { changeDraft } from "../change-draft.server.ts";
import { hasMergeMarks } from "../merge-texts.ts";
import { NotEditable } from "../outline/edit-yaml.ts";
import { readTextAt } from "./find-lesson.server.ts";
import { type LessonForm, mergeLessonForms, readLessonForm, writeLessonForm } from "./lesson-text.ts";

interface Ask {
  draftId: string;
  authorId: string;
  /** Where the lesson lies now; null where it is gone. */
  path: string | null;
  /** Where it lay when the form was opened, at the revision `basedOn`. */
  openedPath: string;
  basedOn: number;
  form: LessonForm;
}

export type SaveLesson =
  | { status: "saved" | "unchanged"; revision: number }
  | { status: "refused"; reason: "gone" | "merge-marks" | "no-such-revision" }
  | { status: "refused"; reason: "by-hand" | "bad-files"; message: string }
  /** Somebody has saved it since: both in one, to be looked at and saved onto `revision`. */
  | {
      status: "refused";
      reason: "moved-on";
      revision: number;
      path: string;
      form: LessonForm;
      conflicts: number;
      theirs: LessonForm;
    };

/** Saves the plain form of a lesson. Where somebody else has changed the lesson since it was opened, both are shown and nothing is written. */
export async function saveLesson(ask: Ask, tx: Db = db): Promise<SaveLesson> {
  const { draftId, authorId, path, openedPath, basedOn, form } = ask;
  if (path === null) return { status: "refused", reason: "gone" };
  if (hasMergeMarks(form.source)) return { status: "refused", reason: "merge-marks" };
  const { revision } = await tx.draft.findUniqueOrThrow({ where: { id: draftId }, select: { revision: true } });
  const base = await readTextAt({ draftId, path: openedPath, revision: basedOn }, tx);
  const theirs = basedOn === revision && path === openedPath ? base : await readTextAt({ draftId, path }, tx);
  if (theirs === null) return { status: "refused", reason: "gone" };
  if (base === null || basedOn > revision) return { status: "refused", reason: "no-such-revision" };
  try {
    const ours = writeLessonForm(path, base, form);
    if (theirs !== base && ours !== theirs) {
      const forms = { base: readLessonForm(path, base), ours: form, theirs: readLessonForm(path, theirs) };
      return { status: "refused", reason: "moved-on", revision, path, theirs: forms.theirs, ...mergeLessonForms(forms) };
    }
    const changes = new Map([[path, Buffer.from(ours)]]);
    const what = `Edited “${form.title.trim() || "a lesson"}”`;
    const outcome = await changeDraft({ draftId, authorId, way: "studio", what, basedOn: revision, changes }, tx);
    if (outcome.status !== "refused") {
      return { status: outcome.status === "changed" ? "saved" : "unchanged", revision: outcome.revision };
    }
    if (outcome.reason === "bad-files") return { status: "refused", reason: "bad-files", message: outcome.messages.join(" ") };
    // Somebody was quicker between reading and writing: now they are seen.
    if (outcome.reason === "moved-on") return saveLesson(ask, tx);
    return { status: "refused", reason: "gone" };
  } catch (error) {
    if (!(error instanceof NotEditable)) throw error;
    return { status: "refused", reason: "by-hand", message: error.message };
  }
}
