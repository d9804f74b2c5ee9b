import type { CourseFolder } from "#app/features/courseware/course-folder.server.ts";

/** A course folder without faults, small and with one of each thing; tests break or change it file by file. */
export const COURSE_YAML = `key: small-talk
title: Small Talk
tagline: A short course for tests.
summary: |
  Two lessons and a check.

  It is **short**.
language: en
outcomes:
  - Say one thing.
  - Hear one thing.
  - Stay in the room.
instructors:
  - name: Editorial team
    role: Course authors
    bio: They write.
price: free
cover: map.svg
coverAlt: A map.
faq:
  - question: Is it long?
    answer: No, [one lesson](lesson:welcome).
careLesson: welcome
order: required
releases: next-visit
modules:
  - opening
`;

export const MODULE_YAML = `key: opening
title: Opening
summary: The first steps.
lessons:
  - welcome
  - watch
  - check
`;

export const WELCOME_MD = `---
key: welcome
title: Welcome
summary: What this is.
preview: true
downloads:
  - file: sheet.txt
    title: Work sheet
---
A first paragraph at 10:30, with :shortcodes: left alone.

## A map

![A square map](media:map.svg)

Go on to [the clip](lesson:watch).
`;

export const WATCH_MD = `---
key: watch
title: The clip
kind: video
summary: A short clip.
video: { file: clip.mp4, captions: clip.vtt, transcript: clip.transcript.md, poster: map.svg, alt: Two cups., duration: 4 }
---
Watch it twice.
`;

export const CHECK_MD = `---
key: check
title: Check
kind: assessment
summary: Two questions.
assessment: check-opening
---
Take your time.
`;

export const INSTRUMENT_YAML = `key: check-opening
title: Check your understanding
kind: graded
passMark: 50
intro: |
  Two questions.
items:
  - key: first
    kind: true-false
    prompt: A pause can help.
    answer: true
  - key: second
    kind: single-choice
    prompt: Which one?
    choices:
      - key: a
        text: This one.
        correct: true
      - key: b
        text: That one.
`;

export const MAP_SVG = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 80"><rect width="120" height="80"/></svg>`;
export const CLIP_VTT = "WEBVTT\n\n00:00.000 --> 00:02.000\nHello.\n\n00:02.000 --> 00:04.000\nYes?\n";

export const SMALL_TALK: Readonly<Record<string, string | Buffer>> = {
  "course.yaml": COURSE_YAML,
  "modules/opening/module.yaml": MODULE_YAML,
  "modules/opening/welcome.md": WELCOME_MD,
  "modules/opening/watch.md": WATCH_MD,
  "modules/opening/check.md": CHECK_MD,
  "assessments/check-opening.yaml": INSTRUMENT_YAML,
  "media/map.svg": MAP_SVG,
  "media/sheet.txt": "Fill me in.\n",
  "media/clip.mp4": mp4Of(4),
  "media/clip.vtt": CLIP_VTT,
  "media/clip.transcript.md": "**A:** Hello.\n\n**B:** Yes?\n",
};

/** The small course with files changed, added, or taken away (null). */
export function aFolder(changes: Record<string, string | Buffer | null> = {}): CourseFolder {
  const files = Object.entries({ ...SMALL_TALK, ...changes }).flatMap(([path, content]) =>
    content === null ? [] : [[path, Buffer.from(content as string)] as const],
  );
  return { files: new Map(files.sort(([a], [b]) => (a < b ? -1 : 1))) };
}

/** One text in another, which must be there. */
export function swap(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`There is no ${JSON.stringify(from)} in the text.`);
  return text.replace(from, () => to);
}

/** The boxes of an MP4 file without any picture: enough to say how long it is. */
export function mp4Of(seconds: number): Buffer {
  const box = (name: string, content: Buffer) => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(content.length + 8);
    head.write(name, 4, "latin1");
    return Buffer.concat([head, content]);
  };
  const header = Buffer.alloc(100);
  header.writeUInt32BE(1_000, 12);
  header.writeUInt32BE(Math.round(seconds * 1_000), 16);
  return Buffer.concat([box("ftyp", Buffer.from("isom\0\0\0\0isom", "latin1")), box("moov", box("mvhd", header))]);
}
