import { LRUCache } from "lru-cache";
import { type CompiledInstrument, readCompiled } from "#app/features/instruments/compiled.ts";
import { type Db, db, type RunStatement } from "#app/platform/db.server.ts";
import { type Manifest, readManifest } from "./manifest.ts";

// What a release holds never changes, so each process keeps what it has read. Two requests for the same row that is
// not kept yet share one query, and get it even where it is pushed out again at once.
const shared = { ignoreFetchAbort: true };

const manifests = new LRUCache<string, Manifest>({
  ...shared,
  max: 60,
  fetchMethod: async (releaseId) => {
    const release = await db.release.findUnique({ where: { id: releaseId }, select: { manifest: true } });
    if (!release) throw new Error(`There is no release ${releaseId}.`);
    return readManifest(release.manifest);
  },
});

/**
 * The manifest of a release. `run` is the transaction that the caller is in: who holds a connection may not wait for
 * another one. @throws where there is no such release: ids of releases come from our own rows.
 */
export async function loadManifest(releaseId: string, run?: RunStatement): Promise<Manifest> {
  const known = run && manifests.get(releaseId);
  if (!run || known) return known ?? manifests.forceFetch(releaseId);
  const statement = { name: "manifest", text: 'select manifest from "Release" where id = $1' };
  const [release] = await run<{ manifest: unknown }>(statement, [releaseId]);
  if (!release) throw new Error(`There is no release ${releaseId}.`);
  const manifest = readManifest(release.manifest);
  manifests.set(releaseId, manifest);
  return manifest;
}

const lessons = new LRUCache<string, string>({
  ...shared,
  maxSize: 16 * 1024 * 1024,
  // A string of Latin letters takes a byte for each.
  sizeCalculation: (html) => html.length + 1,
  fetchMethod: async (hash) => {
    const content = await db.lessonContent.findUnique({ where: { hash }, select: { html: true } });
    if (!content) throw new Error(`There is no lesson content ${hash}.`);
    return content.html;
  },
});

/** The HTML of a lesson, by the hash in its manifest. @throws where there is none. */
export async function loadLessonHtml(hash: string): Promise<string> {
  return lessons.forceFetch(hash);
}

/** An instrument as a release pins it; attempts are pinned to `revisionId`. */
export interface LoadedInstrument {
  revisionId: string;
  definition: CompiledInstrument;
}

interface InstrumentRef {
  courseId: string;
  key: string;
  digest: string;
}

const instruments = new LRUCache<string, LoadedInstrument, InstrumentRef>({
  ...shared,
  max: 200,
  fetchMethod: async (_name, _stale, { context }) => {
    const row = await db.instrumentRevision.findUnique({ where: { courseId_key_digest: context } });
    if (!row) throw new Error(`Course ${context.courseId} has no instrument ${context.key} with the digest ${context.digest}.`);
    return { revisionId: row.id, definition: readCompiled(row.definition) };
  },
});

/** The instrument of a lesson, by the key and digest in its manifest. @throws where there is none. */
export async function loadInstrument(courseId: string, key: string, digest: string): Promise<LoadedInstrument> {
  const context = { courseId, key, digest };
  return instruments.forceFetch(`${courseId} ${key} ${digest}`, { context });
}

export interface CurrentRelease {
  courseId: string;
  releaseId: string;
  number: number;
  publishedAt: Date;
  manifest: Manifest;
}

/** What is published of a course right now; null where nothing is. Never cached: a publish counts at the next request. */
export async function currentRelease(courseKey: string, tx: Db = db): Promise<CurrentRelease | null> {
  const course = await tx.course.findUnique({
    where: { key: courseKey },
    select: { id: true, currentRelease: { select: { id: true, number: true, publishedAt: true } } },
  });
  if (!course?.currentRelease) return null;
  const { id: releaseId, number, publishedAt } = course.currentRelease;
  return { courseId: course.id, releaseId, number, publishedAt, manifest: await loadManifest(releaseId) };
}
