import { LRUCache } from "lru-cache";
import { lessonsOf } from "#app/features/courseware/manifest.ts";
import { loadManifest } from "#app/features/courseware/release.queries.server.ts";

/** The required lessons of a release, in the shape that the progress statement takes. */
export interface RequiredLessons {
  total: number;
  /** Their keys. */
  required: string[];
}

// A release never changes. Many more are kept than whole manifests.
const known = new LRUCache<string, RequiredLessons>({
  max: 2_000,
  ignoreFetchAbort: true,
  fetchMethod: async (releaseId) => {
    const required = lessonsOf(await loadManifest(releaseId)).flatMap((lesson) => (lesson.required ? [lesson.key] : []));
    return { total: required.length, required };
  },
});

export async function requiredLessons(releaseId: string): Promise<RequiredLessons> {
  return known.forceFetch(releaseId);
}
