import { sha256 } from "#app/features/courseware/course-folder.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { writeFirstRevision } from "./create-draft.server.ts";
import { keepDraftBytes, readDraftBytes } from "./draft-bytes.server.ts";
import { freeCourseKey } from "./free-course-key.server.ts";
import { decode } from "./offer-merges.server.ts";
import { NotEditable, setField } from "./outline/edit-yaml.ts";

export type DuplicateCourse =
  | { status: "created"; courseKey: string }
  | { status: "refused"; reason: "nothing-there" | "key-taken" }
  /** Its course.yaml cannot be changed here, and why. */
  | { status: "refused"; reason: "by-hand"; message: string };

/**
 * Makes the draft of a new course from another one: from its draft where it has one, else from what is published. All files are
 * taken over by their hashes; in course.yaml, key and title are the new course's. The person becomes its owner; learners, prices
 * already paid and results stay with the other. Who may is the caller's to decide.
 */
export async function duplicateCourse(
  ask: { courseId: string; ownerId: string; title: string },
  tx: Db = db,
): Promise<DuplicateCourse> {
  const { courseId, ownerId, title } = ask;
  return inTransaction(tx, async (tx): Promise<DuplicateCourse> => {
    const from = await tx.course.findUniqueOrThrow({
      where: { id: courseId },
      select: {
        key: true,
        draft: { select: { files: { select: { path: true, blobHash: true } } } },
        currentRelease: { select: { files: { select: { path: true, blobHash: true } } } },
      },
    });
    const files = from.draft?.files ?? from.currentRelease?.files ?? [];
    const page = files.find(({ path }) => path === "course.yaml");
    const source = page && decode((await readDraftBytes([page.blobHash], tx)).get(page.blobHash)!);
    if (!page || source == null) return { status: "refused", reason: "nothing-there" };
    const courseKey = await freeCourseKey(title, tx);
    const own = ownPage(source, { key: courseKey, title });
    if ("message" in own) return { status: "refused", reason: "by-hand", ...own };

    const at = now();
    const { count } = await tx.course.createMany({ data: [{ key: courseKey, createdAt: at }], skipDuplicates: true });
    if (count === 0) return { status: "refused", reason: "key-taken" };
    const { id } = await tx.course.findUniqueOrThrow({ where: { key: courseKey }, select: { id: true } });
    await tx.courseStaff.create({ data: { courseId: id, userId: ownerId, role: "owner", createdAt: at } });
    const { id: draftId } = await tx.draft.create({ data: { courseId: id, revision: 1, createdAt: at } });
    const others = files.filter((file) => file !== page);
    const hashes = [...new Set(others.map(({ blobHash }) => blobHash))].sort();
    await tx.draftBlob.createMany({ data: hashes.map((blobHash) => ({ draftId, blobHash })) });
    await keepDraftBytes({ draftId, files: new Map([["course.yaml", own.bytes]]) }, tx);
    const all = [...others, { path: "course.yaml", blobHash: sha256(own.bytes) }];
    await writeFirstRevision({ draftId, authorId: ownerId, way: "studio", what: `Duplicated from ${from.key}`, hashes: all }, tx);
    return { status: "created", courseKey };
  });
}

function ownPage(source: string, { key, title }: { key: string; title: string }): { bytes: Buffer } | { message: string } {
  try {
    return { bytes: Buffer.from(setField(setField(source, "key", key), "title", title)) };
  } catch (error) {
    if (error instanceof NotEditable) return { message: error.message };
    throw error;
  }
}
