import type { Element, ElementContent, Root } from "hast";
import type { Findings } from "../fault.ts";

/** A line of a file. */
export interface Place {
  file: string;
  line: number;
}

/**
 * What a text is for decides what it may hold. A `lesson` may hold everything. An `article` has headings that can be
 * linked to, and no media of a course. A `piece` (course page, instrument, reading, transcript) stands in a page with
 * others, so it has no ids, no footnotes and no media.
 */
export type PageKind = "lesson" | "article" | "piece";

export type MediaUse = "video" | "audio" | "image" | "captions" | "file";

export interface PageMedia {
  url: string;
  mediaType: string;
  /** Bytes. */
  size: number;
  /** Of an image, in pixels, where its file says. */
  dimensions?: { width: number; height: number };
}

/** What a page can refer to. What is missing or unfit is reported at `at`, and then there is no result. */
export interface Surroundings {
  /** Address of a lesson of the same course. */
  lessonUrl(key: string): string | undefined;
  /** The key of the lesson whose file is at this path of the folder. */
  lessonAt(path: string): string | undefined;
  media(name: string, use: MediaUse, at: Place, ask?: { seconds?: number }): PageMedia | undefined;
  transcript(name: string, at: Place): Rendered | undefined;
}

export interface Page {
  kind: PageKind;
  /** True for a piece that belongs to one lesson, and so may show its pictures and recordings. */
  showsMedia?: true;
  /** BCP 47. */
  language: string;
  findings: Findings;
  /** The place of a line of the Markdown, counted from 1. */
  at(line: number): Place;
  surroundings: Surroundings;
}

export interface Rendered {
  html: string;
  /** The same as `html`, as a tree. */
  tree: Root;
  /** Plain text of everything, for search. */
  text: string;
  /** Words that one reader reads: without transcripts, and of each group of variants only the longest. */
  words: number;
  headings: { id: string; title: string; depth: number }[];
  /** Minutes of exercises. */
  exerciseMinutes: number;
  /** Seconds of video and audio in the text. */
  mediaSeconds: number;
}

export function element(
  tagName: string,
  properties: Element["properties"],
  ...children: (ElementContent | string | undefined)[]
): Element {
  const content = children.filter((child) => child !== undefined);
  return {
    type: "element",
    tagName,
    properties,
    children: content.map((child) => (typeof child === "string" ? { type: "text", value: child } : child)),
  };
}
