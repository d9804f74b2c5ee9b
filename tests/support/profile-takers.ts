import { CONSENT_VERSION } from "#app/features/assessment/consent-words.ts";
import { saveAnswer } from "#app/features/assessment/save-answer.server.ts";
import { finishAssessment } from "#app/features/learning/finish-assessment.server.ts";
import { startAssessment } from "#app/features/learning/start-assessment.server.ts";
import { now } from "#app/platform/clock.server.ts";
import type { Viewer } from "#app/platform/sessions/session.server.ts";
import { aProfile, profileAnswers } from "./assessment-builders.ts";
import { aCourse, type PublishedCourse } from "./courses.ts";
import { aGrant, aViewer } from "./viewers.ts";

/** A course with a questionnaire, `styles`, a check, `check`, and a text lesson before them. */
export async function aProfileCourse(given: { key?: string; ownerId?: string; check?: Record<string, unknown> } = {}) {
  const { check, ...course } = given;
  const profiles = aProfile().profiles.map(({ reading: _reading, ...profile }) => profile);
  const lessons = ["intro", { key: "styles", assessment: aProfile({ profiles }) }];
  return aCourse({
    ...course,
    lessons: check ? [...lessons, { key: "check", assessment: check as { key: string } & Record<string, unknown> }] : lessons,
  });
}

/** Somebody who has the course. */
export async function aTaker(course: PublishedCourse, given: Parameters<typeof aViewer>[0] = {}): Promise<Viewer> {
  const viewer = await aViewer(given);
  await aGrant({ userId: viewer.id, courseId: course.courseId });
  return viewer;
}

/** Opens an attempt, agreeing to the words, and answers what is given. */
export async function begin(
  viewer: Viewer,
  course: PublishedCourse,
  answers: Record<string, unknown> = {},
  lessonKey = "styles",
): Promise<string> {
  const started = await startAssessment({ viewer, courseKey: course.key, lessonKey, consent: CONSENT_VERSION });
  if (started.status !== "opened") throw new Error(`Not opened: ${JSON.stringify(started)}`);
  const { attemptId } = started;
  for (const [itemKey, value] of Object.entries(answers)) {
    const saved = await saveAnswer({ userId: viewer.id, attemptId, itemKey, value, sequence: now().getTime() });
    if (saved.status !== "saved") throw new Error(`Not saved: ${JSON.stringify(saved)}`);
  }
  return attemptId;
}

/** The same, and hands it in. */
export async function takeProfile(
  viewer: Viewer,
  course: PublishedCourse,
  answers: Record<string, unknown> = profileAnswers(6, 2),
  lessonKey = "styles",
): Promise<string> {
  const attemptId = await begin(viewer, course, answers, lessonKey);
  await finishAssessment({ userId: viewer.id, attemptId });
  return attemptId;
}
