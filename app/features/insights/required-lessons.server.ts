import { LRUCache } from "lru-cache";
import { lessonsOf } from "#app/features/courseware/manifest.ts";
import { loadManifest } from "#app/features/courseware/release.queries.server.ts";

/** The required lessons of a release, in the shape that the progress statement takes. */
export interface RequiredLessons {
  total: number;
  /** Keys of the lessons; the values mean nothing. */
  required: Record<string, true>;
}

// A release never changes. Many more are kept than whole manifests.
const known = new LRUCache<string, RequiredLessons>({
  max: 2_000,
  ignoreFetchAbort: true,
  fetchMethod: async (releaseId) => {
    const keys = lessonsOf(await loadManifest(releaseId)).flatMap((lesson) => (lesson.required ? [lesson.key] : []));
    return { total: keys.length, required: Object.fromEntries(keys.map((key) => [key, true])) };
  },
});

export async function requiredLessons(releaseId: string): Promise<RequiredLessons> {
  return known.forceFetch(releaseId);
}
