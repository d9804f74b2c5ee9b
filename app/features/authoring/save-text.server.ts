import { type Db, db } from "#app/platform/db.server.ts";
import { changeDraft } from "./change-draft.server.ts";
import { keepEndings } from "./lesson/endings.ts";
import { readTextAt } from "./lesson/find-lesson.server.ts";
import { hasMergeMarks, mergeTexts } from "./merge-texts.ts";

export type SaveText =
  | { status: "saved" | "unchanged"; revision: number }
  | { status: "refused"; reason: "gone" | "merge-marks" }
  | { status: "refused"; reason: "bad-files"; message: string }
  | { status: "refused"; reason: "moved-on"; revision: number; text: string; conflicts: number; theirs: string };

/** Saves a text file of a draft as it was typed. Where somebody else has changed it since, both are shown and nothing is written. */
export async function saveText(
  ask: { draftId: string; authorId: string; path: string; basedOn: number; typed: string },
  tx: Db = db,
): Promise<SaveText> {
  const { draftId, authorId, path, basedOn, typed } = ask;
  if (hasMergeMarks(typed)) return { status: "refused", reason: "merge-marks" };
  const { revision } = await tx.draft.findUniqueOrThrow({ where: { id: draftId }, select: { revision: true } });
  const base = await readTextAt({ draftId, path, revision: basedOn }, tx);
  const theirs = await readTextAt({ draftId, path }, tx);
  if (base === null || theirs === null) return { status: "refused", reason: "gone" };
  const mark = base.startsWith("\ufeff") ? "\ufeff" : "";
  const ours = mark + keepEndings(base.slice(mark.length), typed.replace(/^\ufeff/, ""));
  if (theirs !== base && ours !== theirs) {
    const plain = (text: string) => text.replace(/\r\n?/g, "\n");
    const { text, conflicts } = mergeTexts({ base: plain(base), ours: plain(ours), theirs: plain(theirs) });
    return { status: "refused", reason: "moved-on", revision, text, conflicts, theirs };
  }
  const changes = new Map([[path, Buffer.from(ours)]]);
  const outcome = await changeDraft({ draftId, authorId, way: "studio", what: `Edited ${path}`, basedOn: revision, changes }, tx);
  if (outcome.status !== "refused") {
    return { status: outcome.status === "changed" ? "saved" : "unchanged", revision: outcome.revision };
  }
  if (outcome.reason === "bad-files") return { status: "refused", reason: "bad-files", message: outcome.messages.join(" ") };
  if (outcome.reason === "moved-on") return saveText(ask, tx);
  return { status: "refused", reason: "gone" };
}
