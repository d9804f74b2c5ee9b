import type { Manifest } from "#app/features/courseware/manifest.ts";

interface KindWords {
  /** "this course" */
  thing: string;
  buy: string;
  free: string;
  stays: string;
  yours: string;
  outcomes: string;
  instructors: string;
}

const COURSE: KindWords = {
  thing: "course",
  buy: "Buy this course",
  free: "Begin for free",
  stays: "One payment. The course stays yours.",
  yours: "This course is yours.",
  outcomes: "What you will learn",
  instructors: "Who teaches it",
};

const DOWNLOAD: KindWords = {
  thing: "download",
  buy: "Buy this download",
  free: "Get it for free",
  stays: "One payment. The files are yours to keep.",
  yours: "These files are yours.",
  outcomes: "What it is good for",
  instructors: "Who made it",
};

/** What pages call the kinds of things that are offered. */
export function wordsOf(kind: Manifest["kind"]): KindWords {
  return kind === "download" ? DOWNLOAD : COURSE;
}
