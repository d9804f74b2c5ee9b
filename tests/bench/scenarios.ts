import { handInLongAttempt, saveAnAnswer } from "./attempt-steps.ts";
import type { Shot } from "./load.ts";
import { lessonPath, PASSWORD, type School, type Student } from "./school.ts";
import { takeTurns } from "./turns.ts";
import { webhookIntake } from "./webhooks.ts";

export type ScenarioKey = "a" | "b" | "c" | "d" | "e" | "f" | "g" | "h" | "i" | "k";

export interface Scenario {
  key: ScenarioKey;
  title: string;
  /** What must be there before the first request. */
  prepare?(): Promise<void>;
  next(): Shot;
  /** Brings the database back to where the scenario began. */
  settle?(): Promise<void>;
  /** Takes away what `prepare` made. */
  finish?(): Promise<void>;
}

/** Every request the bench measures with autocannon, in the order of the issue. */
export function scenariosOf(school: School, site: { url: string; dataDir: string }): Scenario[] {
  const origin = site.url;
  const { course, instructorCookie } = school;
  const students = round(school.students);
  const signIns = round(school.students);
  return [
    { key: "a", title: "catalogue, anonymous", next: () => ({ path: "/courses" }) },
    { key: "b", title: "sign-in, whole", next: () => signIn(signIns(), origin) },
    {
      key: "c",
      title: "course page, signed in",
      next: () => ({ path: `/learn/${course.key}`, headers: { cookie: students().cookie } }),
    },
    firstView(school),
    markComplete(school, origin),
    {
      key: "g",
      title: "progress table of 200 students",
      next: () => ({ path: `/instructor/courses/${course.key}/students`, headers: { cookie: instructorCookie } }),
    },
    saveAnAnswer(school, origin),
    handInLongAttempt(school, origin),
    webhookIntake(school, site.dataDir),
  ];
}

function round<T>(things: T[]): () => T {
  let at = 0;
  return () => things[at++ % things.length]!;
}

/** Every student from an address of their own: the site runs with TRUST_PROXY, so its limits count as they would outside. */
function signIn({ email, address }: Student, origin: string): Shot {
  return {
    path: "/sign-in",
    method: "POST",
    headers: { ...formHeaders(origin), "x-forwarded-for": address },
    body: new URLSearchParams({ email, password: PASSWORD }).toString(),
    isRight: (status, headers) => status === 303 && (headers["set-cookie"] ?? "").includes("session-"),
  };
}

export function formHeaders(origin: string): Record<string, string> {
  return { origin, "content-type": "application/x-www-form-urlencoded" };
}

function firstView(school: School): Scenario {
  const path = lessonPath(school, school.reading);
  const turns = takeTurns(school.students, (students) => forgetReading(school, students));
  return {
    key: "d",
    title: "first view of a lesson, recorded",
    next: () => {
      const { student, ready } = turns.take();
      return {
        path,
        headers: { cookie: student.cookie },
        isRight: (status) => ready && status === 200,
        done: () => ready && turns.finish(student),
      };
    },
    settle: turns.settle,
  };
}

function markComplete(school: School, origin: string): Scenario {
  const path = lessonPath(school, school.reading);
  const turns = takeTurns(school.students, (students) => forgetReading(school, students));
  return {
    key: "e",
    title: "mark complete",
    next: () => {
      const { student, ready } = turns.take();
      return {
        path,
        method: "POST",
        headers: { ...formHeaders(origin), cookie: student.cookie },
        // The one after, and not the page of a lesson that is still closed.
        isRight: (status, headers) => ready && status === 303 && !(headers.location ?? "").includes("waited-for"),
        done: () => ready && turns.finish(student),
      };
    },
    settle: turns.settle,
  };
}

async function forgetReading({ pool, reading }: School, students: Student[]): Promise<void> {
  await pool.query({
    name: "forget-reading",
    text: `delete from "LessonProgress" where "enrolmentId" = any($1::text[]) and "lessonKey" = $2`,
    values: [students.map(({ enrolmentId }) => enrolmentId), reading.key],
  });
}
