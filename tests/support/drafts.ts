import { randomUUID } from "node:crypto";
import { createDraft } from "#app/features/authoring/create-draft.server.ts";
import { findDraft } from "#app/features/authoring/draft.queries.server.ts";
import { aCourseFolder } from "./course-folder.ts";
import { aViewer } from "./viewers.ts";

type Viewer = Awaited<ReturnType<typeof aViewer>>;

/** A draft with its owner: of the files, or of a small course without a fault. */
export async function aDraft(given: { files?: Map<string, Buffer>; viewer?: Viewer } = {}) {
  const viewer = given.viewer ?? (await aViewer({ role: "instructor" }));
  const courseKey = `draft-${randomUUID().slice(0, 8)}`;
  const files = given.files ?? aCourseFolder({ key: courseKey }).files;
  const created = await createDraft({ courseKey, ownerId: viewer.id, files, way: "studio", what: "New" });
  if (created.status === "refused") throw new Error(JSON.stringify(created));
  const place = await findDraft(viewer, courseKey);
  if (!place) throw new Error("The owner does not find the draft.");
  return { ...place, viewer };
}
