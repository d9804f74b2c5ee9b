import { LRUCache } from "lru-cache";
import { isMedia } from "#app/features/courseware/course-folder.server.ts";
import { readDraftBytes } from "../draft-bytes.server.ts";
import { readDraftPaths } from "../draft-files.queries.server.ts";
import { decode } from "../offer-merges.server.ts";
import { type DraftOutline, fieldsOf, readDraftOutline } from "./read-draft-outline.ts";

type Fields = Record<string, unknown>;

/** The fields of a file by the hash of its bytes, which never change: a visit reads only what nobody has looked at. */
const known = new LRUCache<string, Fields>({ max: 20_000 });

/** The outline of a draft. Two SQL statements. */
export async function readOutlinePage(draftId: string): Promise<DraftOutline> {
  const paths = await readDraftPaths(draftId);
  const wanted = [...paths].filter(([path]) => isPart(path));
  // A lesson and a YAML file of the same bytes have other fields.
  const nameOf = (path: string, hash: string) => `${path.endsWith(".md") ? "md" : "yaml"}:${hash}`;
  const unknown = wanted.filter(([path, hash]) => !known.has(nameOf(path, hash)));
  if (unknown.length > 0) {
    const bytes = await readDraftBytes(unknown.map(([, hash]) => hash));
    for (const [path, hash] of unknown) known.set(nameOf(path, hash), fieldsIn(path, bytes.get(hash)));
  }
  const fields = (path: string) => {
    const hash = paths.get(path);
    return (hash === undefined ? undefined : known.get(nameOf(path, hash))) ?? {};
  };
  return readDraftOutline(paths.keys(), () => undefined, fields);
}

function isPart(path: string): boolean {
  return path === "course.yaml" || (!isMedia(path) && /^modules\/[^/]+\/(module\.yaml|[^/]+\.md)$/.test(path));
}

/** Of a whole file only what an outline shows is kept. */
function fieldsIn(path: string, bytes: Buffer | undefined): Fields {
  const { key, title, kind, summary, modules, lessons } = fieldsOf(path, (bytes && decode(bytes)) ?? undefined);
  return { key, title, kind, summary, modules, lessons };
}
