import { randomUUID } from "node:crypto";
import { CONSENT_VERSION } from "#app/features/assessment/consent-words.ts";
import { recordConsent } from "#app/features/assessment/record-consent.server.ts";
import { compileInstrument } from "#app/features/instruments/compile-instrument.ts";
import type { CompiledInstrument } from "#app/features/instruments/compiled.ts";
import { parseInstrument } from "#app/features/instruments/parse-instrument.ts";
import { db } from "#app/platform/db.server.ts";
import type { Prisma } from "#prisma/generated/client.ts";

const escapeHtml = (text: string) => text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]!);

/** Markdown as text, with paragraphs: enough where the Markdown is not what is tested. */
export const plainRender = {
  block: (markdown: string) =>
    markdown
      .split(/\n{2,}/)
      .map((paragraph) => `<p>${escapeHtml(paragraph.trim())}</p>`)
      .join("\n"),
  inline: (markdown: string) => escapeHtml(markdown),
};

/** Compiles the data of an instrument's YAML. @throws with the faults where it has any. */
export function compiled(data: unknown): CompiledInstrument {
  const { instrument, faults } = parseInstrument(data);
  if (!instrument) throw new Error(JSON.stringify(faults));
  return compileInstrument(instrument, plainRender, (path) => `Reading of ${path}`).compiled;
}

/** A check of three questions of a point each, one of every kind; 60 percent pass. */
export function aCheck(given: Record<string, unknown> = {}) {
  return {
    key: "check-one",
    title: "Check your understanding",
    kind: "graded",
    intro: "Three questions.",
    passMark: 60,
    items: [
      {
        key: "colour",
        kind: "single-choice",
        prompt: "Which colour is the sky?",
        choices: [
          { key: "red", text: "Red", feedback: "Only at sunset." },
          { key: "blue", text: "Blue", correct: true, feedback: "Yes, blue it is." },
        ],
      },
      {
        key: "primes",
        kind: "multiple-choice",
        credit: "partial",
        prompt: "Which are primes?",
        choices: [
          { key: "two", text: "Two", correct: true },
          { key: "three", text: "Three", correct: true },
          { key: "four", text: "Four", feedback: "Four is two times two." },
        ],
      },
      { key: "round", kind: "true-false", prompt: "The earth is flat.", answer: false, feedback: "It is round." },
    ],
    ...given,
  };
}

/** A profile on two scales of four items each, one of them reverse-keyed. */
export function aProfile(given: Record<string, unknown> = {}) {
  const item = (scale: string, number: number) => ({
    key: `${scale}-${number}`,
    kind: "likert",
    prompt: `Statement ${number} on ${scale}`,
    scale,
    reverse: number === 4,
  });
  const scale = (key: string, title: string) => ({ key, title, method: "mean", missing: 0.25, minimum: 1, maximum: 7 });
  return {
    key: "styles",
    title: "Styles",
    kind: "profile",
    limits: "Hold it lightly.",
    points: [1, 2, 3, 4, 5, 6, 7].map((value) => ({ value, label: value === 1 ? "Never" : value === 7 ? "Always" : undefined })),
    scales: [scale("anxiety", "Anxiety"), scale("avoidance", "Avoidance")],
    items: [1, 2, 3, 4].flatMap((number) => [item("anxiety", number), item("avoidance", number)]),
    profiles: [
      { key: "secure", title: "Secure", when: { anxiety: { below: 4 }, avoidance: { below: 4 } }, reading: "readings/secure.md" },
      {
        key: "anxious",
        title: "Anxious",
        when: { anxiety: { from: 4 }, avoidance: { below: 4 } },
        reading: "readings/anxious.md",
      },
      {
        key: "avoidant",
        title: "Avoidant",
        when: { anxiety: { below: 4 }, avoidance: { from: 4 } },
        reading: "readings/avoidant.md",
      },
      {
        key: "fearful",
        title: "Fearful",
        when: { anxiety: { from: 4 }, avoidance: { from: 4 } },
        reading: "readings/fearful.md",
      },
    ],
    boundary: 0.5,
    plot: { kind: "plane", x: "anxiety", y: "avoidance" },
    ...given,
  };
}

/** Answers to `aProfile` that score exactly so: whole values on every item. */
export function profileAnswers(anxiety: number, avoidance: number): Record<string, number> {
  const answers: Record<string, number> = {};
  for (const [scale, value] of [
    ["anxiety", anxiety],
    ["avoidance", avoidance],
  ] as const) {
    for (const number of [1, 2, 3]) answers[`${scale}-${number}`] = value;
    answers[`${scale}-4`] = 8 - value;
  }
  return answers;
}

export interface Classroom {
  courseId: string;
  courseKey: string;
  lessonKey: string;
  instrument: { key: string; digest: string };
  revisionId: string;
  releaseId: string;
}

/** A published course with one lesson that is this assessment. */
export async function aCourseWith(data: unknown): Promise<Classroom> {
  const definition = compiled(data);
  const key = `course-${randomUUID().slice(0, 8)}`;
  const course = await db.course.create({ data: { key } });
  const manifest: Prisma.InputJsonObject = { schema: 1, key, title: "A course", modules: [], media: {} };
  const release = await db.release.create({
    data: { courseId: course.id, number: 1, folderDigest: randomUUID(), schemaVersion: 1, manifest },
  });
  await db.course.update({ where: { id: course.id }, data: { currentReleaseId: release.id } });
  const instrument = { key: definition.key, digest: randomUUID() };
  const revision = await db.instrumentRevision.create({
    data: { courseId: course.id, ...instrument, definition: definition as unknown as Prisma.InputJsonObject },
  });
  return {
    courseId: course.id,
    courseKey: key,
    lessonKey: "the-check",
    instrument,
    revisionId: revision.id,
    releaseId: release.id,
  };
}

export interface Learner {
  userId: string;
  enrolmentId: string;
  /** What `startAttempt` asks for. */
  ask: { userId: string; enrolmentId: string; courseId: string; lessonKey: string; instrument: { key: string; digest: string } };
}

/** Somebody who is enrolled in the course, may open it, and has agreed to what happens with answers. */
export async function aLearner(classroom: Classroom): Promise<Learner> {
  const { courseId, lessonKey, instrument, releaseId } = classroom;
  const { id: userId } = await db.user.create({ data: { email: `learner-${randomUUID()}@example.org`, name: "Noa Example" } });
  const enrolment = await db.enrolment.create({ data: { userId, courseId, releaseId } });
  await db.entitlement.create({
    data: { userId, courseId, source: "free", sourceKey: `free:${userId}:${courseId}`, startsAt: new Date("2020-01-01") },
  });
  await recordConsent({ userId, courseId, instrumentKey: instrument.key, wordsVersion: CONSENT_VERSION });
  return { userId, enrolmentId: enrolment.id, ask: { userId, enrolmentId: enrolment.id, courseId, lessonKey, instrument } };
}
