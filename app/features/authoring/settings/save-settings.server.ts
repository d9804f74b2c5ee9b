import { type Db, db } from "#app/platform/db.server.ts";
import { changeDraft } from "../change-draft.server.ts";
import { readTextAt } from "../lesson/find-lesson.server.ts";
import { NotEditable } from "../outline/edit-yaml.ts";
import {
  changedParts,
  mergeSettings,
  type Part,
  partOf,
  readSettings,
  type Settings,
  showPart,
  writeSettings,
} from "./course-settings.ts";

export type SaveSettings =
  | { status: "saved" | "unchanged"; revision: number }
  | { status: "refused"; reason: "gone" | "by-hand" | "bad-files"; message: string }
  /**
   * Somebody else has changed the same `parts` otherwise since; nothing was written. `settings` are ours over theirs as they are at
   * `revision`: saved as they stand, ours count.
   */
  | { status: "refused"; reason: "moved-on"; revision: number; parts: { part: Part; theirs: string }[]; settings: Settings };

const PATH = "course.yaml";
const TRIES = 5;
const GONE = { status: "refused", reason: "gone", message: "This draft has no course.yaml any more. See its history." } as const;

/**
 * Saves the fields of a course's settings that were changed since `basedOn`, field by field: what others have changed beside
 * them stays, and where both changed the same field nothing is written.
 */
export async function saveSettings(
  ask: { draftId: string; authorId: string; basedOn: number; settings: Settings },
  tx: Db = db,
): Promise<SaveSettings> {
  const { draftId, authorId, settings } = ask;
  for (let tries = 1; ; tries += 1) {
    const { revision } = await tx.draft.findUniqueOrThrow({ where: { id: draftId }, select: { revision: true } });
    const base = await readTextAt({ draftId, path: PATH, revision: ask.basedOn }, tx);
    const now = await readTextAt({ draftId, path: PATH }, tx);
    if (base === null || now === null) return GONE;
    const [before, theirs] = [readSettings(base), readSettings(now)];
    const changed = changedParts(before, settings).filter((part) => partOf(theirs, part) !== partOf(settings, part));
    const crossing = changed.filter((part) => partOf(theirs, part) !== partOf(before, part));
    if (crossing.length > 0) {
      const parts = crossing.map((part) => ({ part, theirs: showPart(theirs, part) }));
      return { status: "refused", reason: "moved-on", revision, parts, settings: mergeSettings(theirs, settings, changed) };
    }
    if (changed.length === 0) return { status: "unchanged", revision };

    let text: string;
    try {
      text = writeSettings(now, settings, changed);
    } catch (error) {
      if (!(error instanceof NotEditable)) throw error;
      return { status: "refused", reason: "by-hand", message: `${error.message} Open the file itself, and change it there.` };
    }
    const changes = new Map([[PATH, Buffer.from(text)]]);
    const what = `Changed the settings: ${changed.join(", ")}`;
    const outcome = await changeDraft({ draftId, authorId, way: "studio", what, basedOn: revision, changes }, tx);
    if (outcome.status !== "refused") {
      return { status: outcome.status === "changed" ? "saved" : "unchanged", revision: outcome.revision };
    }
    if (outcome.reason === "bad-files") return { status: "refused", reason: "bad-files", message: outcome.messages.join(" ") };
    if (outcome.reason !== "moved-on") return GONE;
    if (tries === TRIES)
      return { status: "refused", reason: "bad-files", message: "Others are saving at this moment. Save it again." };
  }
}
