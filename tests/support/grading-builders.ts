import { digestOf, type GradeContent, NOTHING_GIVEN } from "#app/features/assessment/grading/grade-content.server.ts";
import { saveDrafts } from "#app/features/assessment/grading/save-drafts.server.ts";
import { saveAnswer } from "#app/features/assessment/save-answer.server.ts";
import { keepFiles } from "#app/features/assessment/uploads/keep-files.server.ts";
import { finishAssessment } from "#app/features/learning/finish-assessment.server.ts";
import { startAssessment } from "#app/features/learning/start-assessment.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { aCourse, type PublishedCourse } from "./courses.ts";
import { onStaff } from "./enrolments.ts";
import { anInstructor } from "./people.ts";
import { aGrant, aViewer } from "./viewers.ts";

const level = (key: string, title: string, points: number) => ({ key, title, points });

/** A letter graded by a rubric of two criteria (4 points), an essay in points (6); 60 percent pass. */
export function aWrittenCheck(given: Record<string, unknown> = {}) {
  return {
    key: "written",
    title: "Write it down",
    kind: "graded",
    passMark: 60,
    items: [
      {
        key: "letter",
        kind: "long-text",
        prompt: "Write the letter.",
        rubric: [
          { key: "clear", title: "It is clear", levels: [level("no", "Not yet", 0), level("yes", "Yes", 2)] },
          {
            key: "kind",
            title: "It is kind",
            levels: [level("no", "Not yet", 0), level("some", "In part", 1), level("yes", "Yes", 2)],
          },
        ],
      },
      { key: "essay", kind: "long-text", prompt: "Write the essay.", points: 6 },
    ],
    ...given,
  };
}

/** An item that asks for files, of four points. */
export function aFileItem(given: Record<string, unknown> = {}) {
  return {
    key: "sheet",
    kind: "file-upload",
    prompt: "Send the sheet.",
    points: 4,
    accept: ["pdf", "image", "text"],
    maxFiles: 2,
    ...given,
  };
}

export interface Room {
  course: PublishedCourse;
  grader: { id: string };
}

/** A course of two lessons, the first of them this check, and somebody who grades in it. */
export async function aGradingRoom(check: Record<string, unknown> = aWrittenCheck()): Promise<Room> {
  const grader = await anInstructor({ name: "Greta Grader" });
  const course = await aCourse({
    lessons: [
      { key: "check", assessment: check as { key: string } },
      { key: "after", required: false },
    ],
  });
  await onStaff(grader, course, "grader");
  return { course, grader };
}

/** A student with an open attempt at the room's check. */
export async function anOpenAttempt({ course }: Room, person: Parameters<typeof aViewer>[0] = {}) {
  const viewer = await aViewer({ name: "Sara Student", ...person });
  await aGrant({ userId: viewer.id, courseId: course.courseId });
  const started = await startAssessment({ viewer, courseKey: course.key, lessonKey: "check" });
  if (started.status !== "opened") throw new Error(started.status);
  return { viewer, attemptId: started.attemptId, own: { userId: viewer.id, attemptId: started.attemptId } };
}

/** A student's attempt at the room's check with these texts and files, handed in. */
export async function handedIn(
  room: Room,
  texts: Record<string, string> = { letter: "Dear you, I heard you.", essay: "It was so." },
  files: Record<string, { name: string; bytes: Buffer }[]> = {},
  person: Parameters<typeof aViewer>[0] = {},
) {
  const open = await anOpenAttempt(room, person);
  for (const [itemKey, value] of Object.entries(texts)) {
    const saved = await saveAnswer({ ...open.own, itemKey, value, sequence: now().getTime() });
    if (saved.status !== "saved") throw new Error(JSON.stringify(saved));
  }
  for (const [itemKey, sent] of Object.entries(files)) {
    const kept = await keepFiles({ ...open.own, itemKey, files: sent });
    if (kept.status !== "kept") throw new Error(JSON.stringify(kept));
  }
  await finishAssessment(open.own);
  return open;
}

interface Given {
  levels?: Record<string, string>;
  points?: string;
  feedback?: string;
  note?: string;
  /** What the grader's page showed; nothing given so far where it is left out. */
  seen?: { revision: number; digest: string };
}

export const NEW = { revision: 0, digest: digestOf(NOTHING_GIVEN) };

/** What a page showed that was made when this was stored. */
export function seenOf(revision: number, content: Partial<GradeContent>) {
  return { revision, digest: digestOf({ ...NOTHING_GIVEN, ...content }) };
}

/** A grade for one answer, as the form sends it. */
export function given(itemKey: string, { levels = {}, points = "", feedback = "", note = "", seen = NEW }: Given) {
  return { itemKey, marks: { points, levels }, feedback, note, seen };
}

/** Whole drafts for both answers of `aWrittenCheck`: full marks but for what is said otherwise. */
export async function draftBoth(room: Room, attemptId: string, points = "6") {
  const grades = [
    given("letter", { levels: { clear: "yes", kind: "yes" }, feedback: "Clear and kind.", note: "Between us: late." }),
    given("essay", { points, feedback: "Well argued." }),
  ];
  const saved = await saveDrafts({ graderId: room.grader.id, courseId: room.course.courseId, attemptId, grades });
  if (saved.status !== "saved" || saved.bad.size + saved.conflicts.length > 0) throw new Error(JSON.stringify(saved));
  return saved.revisions;
}
