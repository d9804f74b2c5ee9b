import { type MediaFile, mediaUrl } from "#app/features/courseware/manifest.ts";
import { pool } from "#app/platform/db.server.ts";
import type { Viewer } from "#app/platform/sessions/session.server.ts";

/**
 * A picture or recording of an assessment as an attempt was made on it, though a newer release no longer has it: for who
 * made the attempt, and for those who look after the course. That the lesson is open to them is the caller's to know.
 */
export async function findAttemptMedia(ask: {
  viewer: Pick<Viewer, "id" | "role">;
  courseId: string;
  courseKey: string;
  lessonKey: string;
  /** The beginning of the file's hash, as the address has it. */
  hash: string;
  file: string;
}): Promise<MediaFile | undefined> {
  const { viewer, courseId, courseKey, lessonKey, hash, file } = ask;
  if (!/^[0-9a-f]{16}$/.test(hash) || file.includes("\0")) return undefined;
  const { rows } = await pool.query<MediaFile>({
    name: "attempt-media",
    text: `
      select b.hash, b.size, b."mediaType"
      from "ReleaseFile" f join "Release" r on r.id = f."releaseId" join "Blob" b on b.hash = f."blobHash"
      where r."courseId" = $1 and f.path = $2 and b.hash like $3 and exists (
        select from "Attempt" a join "InstrumentRevision" i on i.id = a."revisionId"
        where a."courseId" = $1 and a."lessonKey" = $4 and strpos(i.definition::text, $5) > 0
          and (a."userId" = $6 or $7::boolean or exists (
            select from "CourseStaff" s where s."courseId" = $1 and s."userId" = $6)))
      limit 1`,
    values: [
      courseId,
      `media/${file}`,
      `${hash}%`,
      lessonKey,
      // Within the text of JSON the quotes around it are escaped: the slash before it begins the address.
      mediaUrl(courseKey, lessonKey, hash, file),
      viewer.id,
      viewer.role === "admin",
    ],
  });
  return rows[0];
}
