import { z } from "zod";
import { type AccessDecision, explainAccess } from "#app/features/access/decide-access.ts";
import { decideLesson } from "#app/features/access/lesson-access.server.ts";
import { findLesson, lessonsOf, type Manifest } from "#app/features/courseware/manifest.ts";
import { loadManifest } from "#app/features/courseware/release.queries.server.ts";
import { releaseFor } from "#app/features/courseware/release-for.ts";
import { evaluateProgress } from "#app/features/learning/evaluate-progress.ts";
import { type Learner, readLearner } from "#app/features/learning/learner.queries.server.ts";
import { db } from "#app/platform/db.server.ts";

const key = z
  .string()
  .regex(/^[a-z0-9-]{0,64}$/, "Choose a course and a lesson of the lists.")
  .default("");

/** `for` is the course whose lessons the form listed: with another course chosen, the lesson has to be chosen anew. */
export const accessQuestionQuery = z
  .object({ course: key, for: key, lesson: key })
  .transform(({ course, for: listed, lesson }) => ({ course, lesson: listed === course ? lesson : "" }));

/** Why a person can or cannot open a lesson. */
export interface AccessAnswer {
  lesson: { key: string; title: string | null };
  decision: AccessDecision;
  /** The decision in words, with its evidence. */
  explanation: string;
  /** Where the course's order holds the lesson back: the lesson that has to be completed first. */
  waitsFor: { key: string; title: string } | null;
  /** The release that applies to them at their next visit, and whether they have begun. */
  release: number;
  enrolled: boolean;
}

export type AccessQuestion =
  | { status: "no-such-course" }
  /** The lessons to choose from, in reading order; `answer` is null until one is chosen. */
  | { status: "asked"; courseKey: string; lessons: { key: string; title: string }[]; answer: AccessAnswer | null };

/**
 * Answers with the very rules that the person's own visit would meet: the release that applies to them, `decideAccess`,
 * and the evaluator's required order. Nothing is written.
 */
export async function askAccess(ask: {
  person: { id: string; role: "student" | "instructor" | "admin" };
  courseKey: string;
  lessonKey: string;
}): Promise<AccessQuestion> {
  const learner = await readLearner({ userId: ask.person.id, courseKey: ask.courseKey });
  const currentReleaseId = learner?.access.currentReleaseId;
  if (!learner || !currentReleaseId) return { status: "no-such-course" };
  const releaseId = await releaseAtNextVisit(learner, currentReleaseId);
  const manifest = await loadManifest(releaseId);
  const lessons = manifest.modules.flatMap((module) =>
    module.lessons.map((lesson) => ({ key: lesson.key, title: `${module.title}: ${lesson.title}` })),
  );
  const answer = ask.lessonKey ? await toAnswer({ ...ask, learner, manifest, releaseId }) : null;
  return { status: "asked", courseKey: ask.courseKey, lessons, answer };
}

async function releaseAtNextVisit({ enrolment }: Learner, current: string): Promise<string> {
  if (!enrolment || enrolment.releaseId === current) return current;
  const { releases: rule } = await loadManifest(current);
  return releaseFor({ rule, pinned: enrolment.releaseId, current, finished: enrolment.completedAt !== null });
}

async function toAnswer(about: {
  person: { id: string; role: "student" | "instructor" | "admin" };
  lessonKey: string;
  learner: Learner;
  manifest: Manifest;
  releaseId: string;
}): Promise<AccessAnswer> {
  const { person, lessonKey, learner, manifest, releaseId } = about;
  const lesson = findLesson(manifest, lessonKey);
  const decision = decideLesson(person, learner.access, lesson);
  const { lessons } = evaluateProgress(manifest, learner.records);
  const locked = decision.allowed && lessons.get(lessonKey) === "locked";
  const first = locked
    ? lessonsOf(manifest).find((earlier) => earlier.required && lessons.get(earlier.key) !== "completed")
    : undefined;
  const { number } = await db.release.findUniqueOrThrow({ where: { id: releaseId }, select: { number: true } });
  return {
    lesson: { key: lessonKey, title: lesson?.title ?? null },
    decision,
    explanation: explainAccess(decision),
    waitsFor: first ? { key: first.key, title: first.title } : null,
    release: number,
    enrolled: learner.enrolment !== null,
  };
}
