import { createDraft } from "#app/features/authoring/create-draft.server.ts";
import { publishDraft } from "#app/features/authoring/publish-draft.server.ts";
import { compileCourse } from "#app/features/courseware/compile-course.server.ts";
import type { CourseFolder } from "#app/features/courseware/course-folder.server.ts";
import { closeDatabase, db, pool } from "#app/platform/db.server.ts";
import { openSession } from "#app/platform/sessions/session.server.ts";
import { aCourseFolder } from "#tests/support/course-folder.ts";

// A program of its own on the site's database: the studio with a course of 500 lessons, asked as a browser asks it, and a release
// of a course with 10,000 learners. Prints JSON. PORT is the site's, as the name of the session's cookie holds it.

const LESSONS = 500;
const LEARNERS = 10_000;
const ROUNDS = 9;

const [site = ""] = process.argv.slice(2);

const paragraph = (lesson: number, at: number) =>
  `In lesson ${lesson}, passage ${at}: say what you **saw**, how it was for you, and what you would like. [Read on](lesson:lesson-1).`;

/** A course of so many lessons of about 400 words each. */
function aLargeFolder(key: string, words: string): { files: Map<string, Buffer> } {
  const text = (lesson: number) =>
    [words, ...Array.from({ length: 16 }, (_, at) => paragraph(lesson, at)), "## To do\n\n- One thing.\n- Another."].join("\n\n");
  const lessons = Array.from({ length: LESSONS }, (_, at) => ({ key: `lesson-${at + 1}`, text: text(at + 1) }));
  const { files } = aCourseFolder({ key, lessons: lessons.slice(0, 100) });
  for (let part = 1; part < LESSONS / 100; part += 1) {
    const more = aCourseFolder({ key, lessons: lessons.slice(part * 100, part * 100 + 100) });
    for (const [path, bytes] of more.files) {
      if (path === "course.yaml") continue;
      const moved = path.replace("modules/first/", `modules/part-${part}/`);
      files.set(moved, Buffer.from(bytes.toString().replace("key: first\n", `key: part-${part}\n`)));
    }
  }
  const modules = ["first", ...Array.from({ length: LESSONS / 100 - 1 }, (_, at) => `part-${at + 1}`)];
  const course = files.get("course.yaml")!.toString();
  files.set("course.yaml", Buffer.from(course.replace(/modules:\n\s+- first\n/, `modules: [${modules.join(", ")}]\n`)));
  return { files };
}

const median = (times: number[]) => times.toSorted((a, b) => a - b)[times.length >> 1]!;

async function timed(work: () => Promise<unknown> | unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

const { id: userId } = await db.user.create({
  data: { email: `author-${Date.now()}@example.org`, name: "An author", role: "instructor", emailVerifiedAt: new Date() },
});
const [cookie = ""] = (await openSession(userId, "bench")).split(";");
const headers = { cookie, origin: site };

async function ask(path: string, form?: Record<string, string>): Promise<void> {
  const body = form && new URLSearchParams(form);
  const response = await fetch(site + path, { method: form ? "POST" : "GET", headers, body, redirect: "manual" });
  await response.arrayBuffer();
  const expected = form ? 303 : 200;
  if (response.status !== expected) throw new Error(`${path}: ${response.status}, not ${expected}`);
}

async function aDraft(key: string, folder: { files: Map<string, Buffer> }): Promise<{ draftId: string; key: string }> {
  const created = await createDraft({ courseKey: key, ownerId: userId, files: folder.files, way: "studio", what: "New" });
  if (created.status === "refused") throw new Error(JSON.stringify(created));
  const draft = await db.draft.findFirstOrThrow({ where: { course: { key } }, select: { id: true } });
  return { draftId: draft.id, key };
}

// The process is warm, and knows nothing of the draft that is opened: its texts are its own.
for (const round of [1, 2, 3]) {
  const { key } = await aDraft(`warm-${round}`, aLargeFolder(`warm-${round}`, `Warm ${round}.`));
  await ask(`/studio/${key}`);
}
const folder = aLargeFolder("large", "Measured.");
const { draftId, key } = await aDraft("large", folder);
const openFirst = await timed(() => ask(`/studio/${key}`));
const openings: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) openings.push(await timed(() => ask(`/studio/${key}`)));

const savings: number[] = [];
for (let round = 1; round <= ROUNDS * 2; round += 1) {
  const form = {
    ...{ openedPath: "modules/first/lesson-7.md", basedOn: String(round), title: "Lesson 7", summary: "A lesson." },
    ...{ minutes: "", source: `Saved for the ${round}th time.\n\n${paragraph(7, round)}\n` },
  };
  savings.push(await timed(() => ask(`/studio/${key}/lessons/lesson-7`, form)));
}

const checks: number[] = [];
for (let round = 0; round < 3; round += 1) {
  checks.push(
    await timed(() => {
      const { faults } = compileCourse(folder as CourseFolder);
      if (faults.length > 0) throw new Error(JSON.stringify(faults.slice(0, 3)));
    }),
  );
}

const publish = async (revision: number) => {
  const published = await publishDraft({ draftId, courseKey: key, publishedById: userId, revision });
  if (published.status !== "published") throw new Error(JSON.stringify(published).slice(0, 500));
};
const { revision } = await db.draft.findUniqueOrThrow({ where: { id: draftId } });
await publish(revision);
await pool.query(
  `with people as (insert into "User" (id, email, name) select 'studio-' || n, 'studio-' || n || '@example.org', 'S' from generate_series(1, $1::int) n returning id)
   insert into "Enrolment" (id, "userId", "courseId", "releaseId")
   select 'studio-' || p.id, p.id, c.id, c."currentReleaseId" from people p, "Course" c where c.key = $2`,
  [LEARNERS, key],
);
await pool.query(
  `insert into "LessonProgress" ("enrolmentId", "lessonKey", "firstViewedAt", "lastViewedAt", "completedAt", "completedOn")
   select e.id, 'lesson-' || l, now(), now(), now(), e."releaseId" from "Enrolment" e, generate_series(1, 10) l where e.id like 'studio-studio-%'`,
);
await pool.query("vacuum analyze");
// A new release, while somebody reads: the longest of their waits says whether they were blocked.
await ask(`/studio/${key}/lessons/lesson-8`, {
  ...{ openedPath: "modules/first/lesson-8.md", basedOn: String(revision), title: "Lesson 8", summary: "A lesson." },
  ...{ minutes: "", source: "Another text.\n" },
});
const preview = await timed(() => ask(`/studio/${key}/check`));
let reading = true;
let longest = 0;
const reader = (async () => {
  while (reading) longest = Math.max(longest, await timed(() => ask("/courses/courageous-communicator")));
})();
const publishing = await timed(() => ask(`/studio/${key}/check`, { revision: String(revision + 1), notes: "" }));
reading = false;
await reader;

const result = {
  openFirst,
  open: median(openings),
  save: median(savings),
  check: Math.min(...checks),
  checkFirst: checks[0],
  preview,
};
console.log(JSON.stringify({ ...result, publish: publishing, longestRead: longest }));
await closeDatabase();
