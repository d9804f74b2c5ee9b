import type { ChildProcess } from "node:child_process";
import { Agent, type IncomingHttpHeaders, request } from "node:http";
import type { CompiledInstrument } from "#app/features/instruments/compiled.ts";
import { rightAnswer } from "#tests/support/right-answer.ts";
import { type Result, summarise } from "./load.ts";
import { read } from "./measured-process.ts";
import { formHeaders } from "./scenarios.ts";
import { CHECK_ITEMS, lessonPath, type School, type Student } from "./school.ts";
import { type Turns, takeTurns } from "./turns.ts";

export interface AttemptBench {
  load(connections: number, seconds: number): Promise<Result>;
  /** Puts the students where they can begin the check. */
  prepare(): Promise<void>;
  settle(): Promise<void>;
}

/** (f): students who take the check as its page's script does, one request after the other, and pass it. */
export async function attemptBench(school: School, url: string, process: ChildProcess): Promise<AttemptBench> {
  const answers = rightAnswers(await definitionOfCheck(school));
  const turns = takeTurns(school.students, (students) => forgetAttempts(school, students));
  return {
    prepare: () => completeReading(school),
    settle: turns.settle,
    async load(connections, seconds) {
      const agent = new Agent({ keepAlive: true, maxSockets: connections });
      const times: number[] = [];
      const tally = { bytes: 0, errors: 0 };
      const before = await read(process);
      const started = performance.now();
      const end = started + seconds * 1000;
      let last = started;
      await Promise.all(
        Array.from({ length: connections }, async () => {
          while (performance.now() < end) {
            const begun = performance.now();
            await oneAttempt({ agent, url, school, answers, turns, tally });
            last = performance.now();
            times.push(last - begun);
          }
        }),
      );
      agent.destroy();
      const after = await read(process);
      return summarise({ connections, times, elapsed: last - started, ...tally, before, after });
    },
  };
}

interface Taking {
  agent: Agent;
  url: string;
  school: School;
  answers: Map<string, string[]>;
  turns: Turns;
  tally: { bytes: number; errors: number };
}

async function oneAttempt({ agent, url, school, answers, turns, tally }: Taking): Promise<void> {
  const { student, ready } = turns.take();
  const send = async (method: string, path: string, type: "form" | "json" | null, body = "") => {
    const headers = {
      cookie: student.cookie,
      ...(type === "form" ? formHeaders(url) : type === "json" ? { origin: url, "content-type": "application/json" } : {}),
    };
    const answer = await exchange(agent, new URL(path, url), method, headers, body);
    tally.bytes += answer.text.length;
    return answer;
  };
  const started = await send("POST", `${lessonPath(school, school.check)}/attempt`, "form");
  const attempt = String(started.headers.location);
  const page = await send("GET", attempt, null);
  const items = [...page.text.matchAll(/data-item="([^"]+)"/g)].map(([, item]) => item!);
  if (items.length !== CHECK_ITEMS) tally.errors += 1;
  for (const item of items) {
    const body = JSON.stringify({ item, values: answers.get(item), sequence: Date.now() });
    const saved = await send("POST", `${attempt}/answers`, "json", body);
    if (saved.status !== 200) tally.errors += 1;
  }
  const handedIn = await send("POST", `${attempt}/submit`, "form", "answers=saved&intent=submit");
  const result = await send("GET", `${attempt}/result`, null);
  const right = ready && started.status === 303 && page.status === 200 && handedIn.status === 303 && result.status === 200;
  if (!right || !String(handedIn.headers.location).endsWith("/result")) tally.errors += 1;
  if (ready) turns.finish(student);
}

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

function exchange(agent: Agent, url: URL, method: string, headers: Record<string, string>, body: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const length = method === "POST" ? { "content-length": Buffer.byteLength(body) } : {};
    const sending = request(url, { agent, method, headers: { ...headers, ...length } }, (response) => {
      let text = "";
      response.setEncoding("latin1");
      response.on("data", (chunk: string) => (text += chunk));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      response.on("error", reject);
    });
    sending.on("error", reject);
    sending.end(body);
  });
}

export async function definitionOfCheck({ pool, course, check }: School): Promise<CompiledInstrument> {
  const { rows } = await pool.query<{ definition: CompiledInstrument }>(
    `select definition from "InstrumentRevision" where "courseId" = $1 and key = $2 and digest = $3`,
    [course.id, check.assessment!.key, check.assessment!.digest],
  );
  return rows[0]!.definition;
}

/** The answers that pass the check, by item, as the page's script sends them; of the whole bank, whatever is drawn from it. */
export function rightAnswers({ items }: CompiledInstrument): Map<string, string[]> {
  return new Map(items.map((item) => [item.key, [rightAnswer(item)].flat().map(String)]));
}

export async function completeReading({ pool, reading, students, course }: School): Promise<void> {
  await pool.query(
    `insert into "LessonProgress" ("enrolmentId", "lessonKey", "firstViewedAt", "lastViewedAt", "completedAt", "completedOn")
     select e, $2, now(), now(), now(), $3 from unnest($1::text[]) e on conflict do nothing`,
    [students.map(({ enrolmentId }) => enrolmentId), reading.key, course.releaseId],
  );
}

async function forgetAttempts({ pool, check }: School, students: Student[]): Promise<void> {
  await pool.query({
    name: "forget-attempts",
    text: `with attempt as (delete from "Attempt" where "enrolmentId" = any($1::text[])),
             progress as (delete from "LessonProgress" where "enrolmentId" = any($1::text[]) and "lessonKey" = $2)
           update "Enrolment" set "completedAt" = null where id = any($1::text[]) and "completedAt" is not null`,
    values: [students.map(({ enrolmentId }) => enrolmentId), check.key],
  });
}
