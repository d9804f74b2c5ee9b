import { anyTypeOf } from "#app/features/courseware/media-types.ts";
import { db } from "#app/platform/db.server.ts";
import { faultOfPath } from "./draft-path.ts";

/** A file of the media of a draft, by its name and the beginning of its hash. */
export async function findDraftMedia(ask: {
  draftId: string;
  name: string;
  hash: string;
}): Promise<{ hash: string; size: number; mediaType: string } | null> {
  const { draftId, name, hash } = ask;
  // Transcripts lie in media/ as well, and are text.
  if (!/^[0-9a-f]{16}$/.test(hash) || name.endsWith(".md") || faultOfPath(`media/${name}`) !== null) return null;
  const file = await db.draftFile.findUnique({
    where: { draftId_path: { draftId, path: `media/${name}` } },
    include: { blob: { select: { hash: true, size: true } } },
  });
  return file?.blob.hash.startsWith(hash) ? { ...file.blob, mediaType: anyTypeOf(name) } : null;
}
