import { lessonsOf, type Manifest, type ManifestLesson, type MediaFile } from "#app/features/courseware/manifest.ts";
import { pickMedia } from "./lesson-page.queries.server.ts";

export interface FilesModel {
  courseKey: string;
  title: string;
  tagline: string;
  language: string;
  parts: (Pick<ManifestLesson, "key" | "title" | "summary" | "downloads"> & { media: Record<string, MediaFile> })[];
}

/** What a download is to whoever has it: its files, part by part, and no progress. */
export function filesOf(manifest: Manifest): FilesModel {
  const { key: courseKey, title, tagline, language } = manifest;
  const parts = lessonsOf(manifest).map((lesson) => {
    const { key, title, summary, downloads } = lesson;
    return { key, title, summary, downloads, media: pickMedia(manifest, lesson) };
  });
  return { courseKey, title, tagline, language, parts };
}
