import type { CompiledInstrument } from "#app/features/instruments/compiled.ts";
import { drawItems } from "#app/features/instruments/order-items.ts";
import { completeReading, definitionOfCheck, rightAnswers } from "./attempts.ts";
import { formHeaders, type Scenario } from "./scenarios.ts";
import type { School, Student } from "./school.ts";
import { takeTurns } from "./turns.ts";

/** (h): one answer, as the page's script sends it, to attempts that are open. */
export function saveAnAnswer(school: School, origin: string): Scenario {
  let attempts: Opened[] = [];
  let answers: { item: string; values: string[] }[] = [];
  let at = 0;
  return {
    key: "h",
    title: "save one answer",
    async prepare() {
      await completeReading(school);
      const definition = await definitionOfCheck(school);
      const right = rightAnswers(definition);
      answers = drawItems(definition, SEED).map(({ key }) => ({ item: key, values: right.get(key)! }));
      attempts = await openAttempts(school, await revisionOfCheck(school));
    },
    next() {
      const { id, student } = attempts[at % attempts.length]!;
      const answer = answers[Math.floor(at++ / attempts.length) % answers.length]!;
      return {
        path: `/attempts/${id}/answers`,
        method: "POST",
        headers: { origin, "content-type": "application/json", cookie: student.cookie },
        body: JSON.stringify({ ...answer, sequence: Date.now() }),
      };
    },
    finish: () => forgetAttempts(school),
  };
}

export const LONG_ITEMS = 36;

/** (i): handing in a questionnaire of 36 items whose answers are all saved; scored, stored, and its lesson completed. */
export function handInLongAttempt(school: School, origin: string): Scenario {
  let attempts = new Map<Student, Opened>();
  const turns = takeTurns(school.students, (students) => openAgain(school, students));
  return {
    key: "i",
    title: `hand in an attempt of ${LONG_ITEMS} items`,
    async prepare() {
      await completeReading(school);
      const opened = await openAttempts(school, await longRevision(school));
      attempts = new Map(opened.map((attempt) => [attempt.student, attempt]));
      await school.pool.query(
        `insert into "Answer" ("attemptId", "itemKey", value, sequence)
         select a, 'item-' || i, to_jsonb(1 + i % 7), 1 from unnest($1::text[]) a, generate_series(1, $2) i`,
        [opened.map(({ id }) => id), LONG_ITEMS],
      );
    },
    next() {
      const { student, ready } = turns.take();
      return {
        path: `/attempts/${attempts.get(student)?.id}/submit`,
        method: "POST",
        headers: { ...formHeaders(origin), cookie: student.cookie },
        body: "answers=saved&intent=submit",
        isRight: (status, headers) => ready && status === 303 && (headers.location ?? "").endsWith("/result"),
        done: () => ready && turns.finish(student),
      };
    },
    settle: turns.settle,
    finish: () => forgetAttempts(school),
  };
}

interface Opened {
  id: string;
  student: Student;
}

/** Every open attempt draws the same items. */
const SEED = 1;

/** An open attempt at the check's lesson for every student, pinned to a revision. */
async function openAttempts({ pool, course, check, students }: School, revisionId: string): Promise<Opened[]> {
  const { rows } = await pool.query<{ id: string; enrolmentId: string }>(
    `insert into "Attempt" (id, "userId", "enrolmentId", "courseId", "lessonKey", "revisionId", number, seed, "openSlot")
     select uuidv7(), u, e, $3, $4, $5, 1, ${SEED}, e || ':' || $4 from unnest($1::text[], $2::text[]) g (u, e)
     returning id, "enrolmentId"`,
    [students.map(({ id }) => id), students.map(({ enrolmentId }) => enrolmentId), course.id, check.key, revisionId],
  );
  const byEnrolment = new Map(students.map((student) => [student.enrolmentId, student]));
  return rows.map(({ id, enrolmentId }) => ({ id, student: byEnrolment.get(enrolmentId)! }));
}

async function revisionOfCheck({ pool, course, check }: School): Promise<string> {
  const { rows } = await pool.query<{ id: string }>(
    `select id from "InstrumentRevision" where "courseId" = $1 and key = $2 and digest = $3`,
    [course.id, check.assessment!.key, check.assessment!.digest],
  );
  return rows[0]!.id;
}

/** A questionnaire of six scales that no lesson has: only its length matters here. */
async function longRevision({ pool, course }: School): Promise<string> {
  const numbers = Array.from({ length: LONG_ITEMS }, (_, index) => index + 1);
  const range = { minimum: 1, maximum: 7 };
  const points = Array.from({ length: 7 }, (_, index) => ({ value: index + 1 }));
  const definition: CompiledInstrument = {
    schema: 1,
    kind: "profile",
    key: "bench-long",
    title: "A long questionnaire",
    intro: "",
    limits: "",
    shuffle: false,
    boundary: 0,
    profiles: [],
    scales: [1, 2, 3, 4, 5, 6].map((scale) => ({
      key: `scale-${scale}`,
      title: `Scale ${scale}`,
      summary: "",
      low: "",
      high: "",
      method: "mean",
      missing: 1,
      ...range,
      bands: [],
    })),
    items: numbers.map((number) => ({
      kind: "likert",
      key: `item-${number}`,
      prompt: { html: `Statement ${number}`, block: false },
      scale: `scale-${1 + (number % 6)}`,
      reverse: number % 5 === 0,
      points,
      ...range,
    })),
  };
  const { rows } = await pool.query<{ id: string }>(
    `insert into "InstrumentRevision" (id, "courseId", key, digest, definition) values (uuidv7(), $1, $2, 'bench', $3) returning id`,
    [course.id, definition.key, JSON.stringify(definition)],
  );
  return rows[0]!.id;
}

/** In two statements: the second sees the score of a request that the first had to wait for. */
async function openAgain({ pool, check }: School, students: Student[]): Promise<void> {
  const values = [students.map(({ enrolmentId }) => enrolmentId), check.key];
  await pool.query({
    name: "open-again",
    text: `update "Attempt" set "submittedAt" = null, "openSlot" = "enrolmentId" || ':' || "lessonKey"
           where "enrolmentId" = any($1::text[]) and "lessonKey" = $2`,
    values,
  });
  await pool.query({
    name: "forget-scores",
    text: `with score as (
             delete from "Score" s using "Attempt" a
             where a.id = s."attemptId" and a."enrolmentId" = any($1::text[]) and a."lessonKey" = $2
           ), progress as (delete from "LessonProgress" where "enrolmentId" = any($1::text[]) and "lessonKey" = $2)
           update "Enrolment" set "completedAt" = null where id = any($1::text[]) and "completedAt" is not null`,
    values,
  });
}

async function forgetAttempts({ pool, students, check }: School): Promise<void> {
  const enrolments = students.map(({ enrolmentId }) => enrolmentId);
  await pool.query(`delete from "Attempt" where "enrolmentId" = any($1::text[])`, [enrolments]);
  await pool.query(`delete from "LessonProgress" where "enrolmentId" = any($1::text[]) and "lessonKey" = $2`, [
    enrolments,
    check.key,
  ]);
}
