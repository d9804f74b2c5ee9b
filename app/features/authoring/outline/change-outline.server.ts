import { isMedia } from "#app/features/courseware/course-folder.server.ts";
import { type Db, db } from "#app/platform/db.server.ts";
import { changeDraft } from "../change-draft.server.ts";
import { readDraftFiles } from "../draft-files.queries.server.ts";
import { decode } from "../offer-merges.server.ts";
import { editOutline, type OutlineEdit } from "./edit-outline.ts";

export type ChangeOutline =
  | { status: "changed" | "unchanged"; revision: number; what: string }
  | { status: "refused"; message: string };

const TRIES = 5;

/**
 * Does one thing to the outline of a draft as it is at this moment: whoever else works on it has done theirs before or
 * does it after. The files that an outline is made of are read anew where somebody was quicker.
 */
export async function changeOutline(
  ask: { draftId: string; authorId: string; edit: OutlineEdit },
  tx: Db = db,
): Promise<ChangeOutline> {
  for (let tries = 1; ; tries += 1) {
    const draft = await tx.draft.findUniqueOrThrow({ where: { id: ask.draftId }, select: { revision: true } });
    const { files } = await readDraftFiles({ draftId: ask.draftId, wanted: (path) => !isMedia(path) }, tx);
    const read = (path: string) => {
      const bytes = files.get(path);
      return (bytes && decode(bytes)) ?? undefined;
    };
    const edited = editOutline({ paths: files.keys(), read, edit: ask.edit });
    if (edited.status === "refused") return { status: "refused", message: edited.message };
    const { what } = edited;
    const changes = new Map([...edited.changes].map(([path, text]) => [path, text === null ? null : Buffer.from(text)]));
    const { draftId, authorId } = ask;
    const outcome = await changeDraft({ draftId, authorId, way: "studio", what, basedOn: draft.revision, changes }, tx);
    if (outcome.status !== "refused") return { ...outcome, what };
    if (outcome.reason === "bad-files") return { status: "refused", message: outcome.messages.join(" ") };
    if (outcome.reason !== "moved-on" || tries === TRIES)
      return { status: "refused", message: "Others are changing the outline at this moment. Do it again." };
  }
}
