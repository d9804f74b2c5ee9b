/**
 * What a release is, once compiled: everything that a page needs but the lessons' HTML, which is stored under its
 * own hash. A manifest is immutable; a change of this shape is a new `schema` number, and `readManifest` lifts
 * older ones.
 */
export interface Manifest {
  schema: 1;
  key: string;
  title: string;
  tagline: string;
  /** `download`: files to keep, with no lessons to complete. */
  kind: "course" | "mini-course" | "download";
  language: string;
  level?: string;
  duration?: string;
  /** HTML. */
  summary: string;
  outcomes: string[];
  audience: string[];
  instructors: { name: string; role: string; bio: string }[];
  price: Price | null;
  /** Other ways to pay for a priced course; left out where there are none. */
  payWays?: PayWay[];
  cover?: { url: string; alt: string };
  /** Stands beside links to the course on other sites: PNG or JPEG, which is what they show. Sizes in pixels. */
  socialImage?: { url: string; width: number; height: number };
  /** Answers are HTML. */
  faq: { question: string; answer: string }[];
  /** HTML; empty for a free course. */
  afterPayment: string;
  /** HTML; empty for a free course. */
  refundPolicy: string;
  /** The lesson that every page of the course links to ("when to get help"). */
  careLesson?: string;
  order: "required" | "free";
  /** How learners come to a newer release: on their next visit, or never before they finish. */
  releases: "next-visit" | "finish";
  modules: ManifestModule[];
  /** The instruments that anybody may take at /assessments; left out where there are none. */
  publicAssessments?: { key: string; digest: string }[];
  /** Every file of media/ that pages may ask for, by the name it has in the folder. */
  media: Record<string, MediaFile>;
}

export interface Price {
  /** Integer minor units. */
  amount: number;
  /** ISO 4217, lower case. */
  currency: string;
}

/** Paid again and again: instalments where `payments` says how many, else a membership. */
export interface PayWay extends Price {
  key: string;
  interval: "day" | "week" | "month" | "year";
  intervalCount: number;
  payments?: number;
  trialDays?: number;
}

export interface ManifestModule {
  key: string;
  title: string;
  summary: string;
  lessons: ManifestLesson[];
}

export type LessonKind = "text" | "video" | "audio" | "download" | "assessment";

/** What completes a lesson: a click, the first view, 90 % of the video played, or a submitted (profile) or passed (graded) assessment. */
export type CompletionRule = "manual" | "viewed" | "watched" | "passed";

export interface ManifestLesson {
  key: string;
  title: string;
  kind: LessonKind;
  summary: string;
  /** Reading, watching and exercise time, rounded up to whole minutes. */
  minutes: number;
  preview: boolean;
  completion: CompletionRule;
  /** False where the course can be completed, and the next lesson opened, without it. */
  required: boolean;
  /** SHA-256: the row of LessonContent. */
  content: string;
  /** Names in `Manifest.media` that this lesson shows: who may open the lesson may fetch them. */
  media: string[];
  video?: LessonVideo;
  audio?: LessonAudio;
  downloads: LessonDownload[];
  /** The instrument's key and the digest of the revision. */
  assessment?: { key: string; digest: string };
}

export type LessonVideo =
  | {
      file: string;
      captions: string;
      /** HTML. */
      transcript: string;
      poster?: string;
      alt: string;
      /** Seconds. */
      duration: number;
    }
  | { embed: "youtube" | "vimeo"; id: string; title: string; transcript?: string };

export interface LessonAudio {
  file: string;
  transcript: string;
  duration: number;
}

export interface LessonDownload {
  file: string;
  title: string;
  description?: string;
}

export interface MediaFile {
  /** SHA-256 of the bytes: the row of Blob. */
  hash: string;
  size: number;
  mediaType: string;
}

const readingOrders = new WeakMap<Manifest, readonly ManifestLesson[]>();

/** All lessons in reading order. Kept beside the manifest, which never changes: a page asks several times. */
export function lessonsOf(manifest: Manifest): readonly ManifestLesson[] {
  let lessons = readingOrders.get(manifest);
  if (!lessons) {
    lessons = manifest.modules.flatMap((module) => module.lessons);
    readingOrders.set(manifest, lessons);
  }
  return lessons;
}

export function findLesson(manifest: Manifest, lessonKey: string): ManifestLesson | undefined {
  return lessonsOf(manifest).find((lesson) => lesson.key === lessonKey);
}

/** Each file that is offered for download, in reading order, with the lesson that offers it. */
export function downloadsOf(manifest: Manifest): { lesson: ManifestLesson; download: LessonDownload; file: MediaFile }[] {
  return lessonsOf(manifest).flatMap((lesson) =>
    lesson.downloads.flatMap((download) => {
      const file = manifest.media[download.file];
      return file ? [{ lesson, download, file }] : [];
    }),
  );
}

/** Where a lesson's media file is fetched; every request to it is decided by `decideAccess`. */
export function mediaUrl(courseKey: string, lessonKey: string, hash: string, file: string): string {
  return `/media/${courseKey}/${lessonKey}/${hash.slice(0, 16)}/${encodeURIComponent(file)}`;
}

/** Stands where a media address has the lesson's key, for the cover, which everybody may see. No lesson can have this key. */
export const COVER_SEGMENT = "_cover";

/** Where a lesson is read. */
export function lessonUrl(courseKey: string, lessonKey: string): string {
  return `/learn/${courseKey}/${lessonKey}`;
}

/** Reads a stored manifest. @throws where it was written by a newer version of the platform. */
export function readManifest(stored: unknown): Manifest {
  const manifest = stored as Manifest;
  if (manifest?.schema !== 1) throw new Error(`This release is stored in a shape that is not known: ${manifest?.schema}.`);
  return manifest;
}
