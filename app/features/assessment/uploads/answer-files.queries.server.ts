import type { AnswerFileFacts } from "#app/features/instruments/items/item-kind.ts";
import { pool } from "#app/platform/db.server.ts";
import type { Viewer } from "#app/platform/sessions/session.server.ts";
import { mayGrade, type StaffRole } from "../grading/may-grade.ts";

/**
 * The files of an attempt by item, in the order in which they came. Whose attempt it is, and who asks, is the caller's
 * to know.
 */
export async function listAnswerFiles(attemptId: string): Promise<Map<string, AnswerFileFacts[]>> {
  const { rows } = await pool.query<{ id: string; itemKey: string; name: string; size: number }>({
    name: "answer-files",
    text: `
      select f.id, f."itemKey", f.name, b.size from "AnswerFile" f join "UploadBlob" b on b.hash = f."blobHash"
      where f."attemptId" = $1 order by f."createdAt", f.id`,
    values: [attemptId],
  });
  const files = new Map<string, AnswerFileFacts[]>();
  for (const { itemKey, ...file } of rows) {
    const facts = { ...file, href: `/attempts/${attemptId}/files/${file.id}` };
    files.set(itemKey, [...(files.get(itemKey) ?? []), facts]);
  }
  return files;
}

export interface AnswerFileToRead {
  hash: string;
  size: number;
  mediaType: string;
  /** The name that a download is saved under. */
  name: string;
}

interface Row extends AnswerFileToRead {
  userId: string;
  submitted: boolean;
  staffRole: StaffRole | null;
  blind: boolean;
  /** Whether somebody still has to give or release something to the attempt. */
  unread: boolean;
}

/**
 * A file of an answer for its owner, and, once it is handed in, for those who grade in the course; null for everybody
 * else as for a file that is not there. Where grading is blind its name is hidden as long as the owner's is.
 */
export async function findAnswerFile(
  viewer: Pick<Viewer, "id" | "role">,
  ask: { attemptId: string; fileId: string },
): Promise<AnswerFileToRead | null> {
  // The driver refuses a NUL byte, and no id has one.
  if (`${ask.attemptId}${ask.fileId}`.includes("\0")) return null;
  const { rows } = await pool.query<Row>({
    name: "answer-file",
    text: `
      select b.hash, b.size, b."mediaType", f.name, a."userId", a."submittedAt" is not null as submitted,
        s.role::text as "staffRole", coalesce((r.definition ->> 'blind')::boolean, false) as blind,
        (coalesce((select (c.result ->> 'waiting')::int from "Score" c where c."attemptId" = a.id order by c.sequence desc limit 1), 0) > 0
          or exists (select from "Grade" g where g."attemptId" = a.id and g."draftMarks" is not null)) as unread
      from "AnswerFile" f
      join "UploadBlob" b on b.hash = f."blobHash"
      join "Attempt" a on a.id = f."attemptId"
      join "InstrumentRevision" r on r.id = a."revisionId"
      left join "CourseStaff" s on s."courseId" = a."courseId" and s."userId" = $3
      where f.id = $1 and a.id = $2`,
    values: [ask.fileId, ask.attemptId, viewer.id],
  });
  const [row] = rows;
  if (!row) return null;
  const { userId, submitted, staffRole, blind, unread, ...file } = row;
  if (userId === viewer.id) return file;
  if (!submitted || !mayGrade({ viewer, staffRole })) return null;
  return blind && unread ? { ...file, name: hiddenName(file.name, 1) } : file;
}

/** A name that says nothing but what kind of file it is. */
export function hiddenName(name: string, number: number): string {
  return `file-${number}${/\.[a-z0-9]{1,8}$/i.exec(name)?.[0].toLowerCase() ?? ""}`;
}
