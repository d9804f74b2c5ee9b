import { randomInt, randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { afterAll, expect, test } from "vitest";
import { hashPassword } from "#app/features/accounts/password.server.ts";
import { aCheck } from "#tests/support/assessment-builders.ts";
import { aCourseFolder } from "#tests/support/course-folder.ts";
import { PASSWORD } from "#tests/support/people.ts";
import { aProject } from "#tests/support/project.ts";
import { databaseUrlOf, launch, postmasterOf, removeData, type Site, startSite, until } from "#tests/support/site.ts";
import { CHECK, FREE, Learner, PAID } from "./learner.ts";
import { seededRandom } from "./seeded-random.ts";
import { ask, CutOff } from "./site-client.ts";

// kill -9 of app and database at random moments, while people learn and buy. `npm run test:faults` does it 50 times.
// FAULT_SEED draws the same moments and people again; what the machine was doing then is not drawn.
const ROUNDS = Number(process.env.FAULT_ROUNDS ?? 6);
const SEED = Number(process.env.FAULT_SEED ?? randomInt(2 ** 31));
const AT_ONCE = 4;

const random = seededRandom(SEED);
const between = (from: number, to: number) => from + Math.floor(random() * (to - from));
const learners: Learner[] = [];
const notes: string[] = [];
let project: string;
let site: Site;

afterAll(async () => {
  await site?.stop();
  for (const dataDir of [project, site?.dataDir]) if (dataDir) removeData({ dataDir });
});

async function query(sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: databaseUrlOf(site.dataDir) });
  client.on("error", () => {});
  await client.connect();
  return client
    .query(sql, values)
    .then(({ rows }) => rows)
    .finally(() => client.end());
}

test(`what was acknowledged before kill -9 is there after it, ${ROUNDS} times`, {
  timeout: 60_000 + ROUNDS * 30_000,
}, async () => {
  console.info(`FAULT_SEED=${SEED} FAULT_ROUNDS=${ROUNDS}`);
  project = await aProject({
    [FREE]: aCourseFolder({
      key: FREE,
      order: "required",
      lessons: ["one", "two", { key: "check", assessment: aCheck({ key: CHECK }) }, "last"],
    }),
    [PAID]: aCourseFolder({ key: PAID, price: { amount: 4_900, currency: "usd" }, lessons: ["deeper"] }),
  });
  site = await startSite({ project });
  for (let round = 1; round <= ROUNDS; round += 1) {
    const killed = await learnUntilKilled(round);
    await startAgain(round);
    notes.push(`${round}: ${killed}, served again after ${site.servedAfter} ms`);
    await expectAllKept();
  }
  // And nobody is stuck: who was cut off comes to the end of the journey.
  await Promise.all(learners.map((learner) => learner.goOn(site.url)));
  await expectAllKept();
  await until("every receipt is written", async () => (await query(unwritten)).length === 0);
  expect(learners.filter(({ finished }) => !finished)).toEqual([]);
  console.info(`${notes.join("\n")}\n${learners.length} people, ${acknowledged()} acknowledged acts`);
});

/**
 * People learn, several at once, until app and perhaps database are killed: some acts further on, and then some
 * milliseconds, in the middle of what comes next. What was killed, in words.
 */
async function learnUntilKilled(round: number): Promise<string> {
  await addPeople(AT_ONCE * 3);
  const waiting = learners.filter(({ finished }) => !finished);
  let over = false;
  const turn = async () => {
    try {
      for (let learner = waiting.shift(); learner && !over; learner = waiting.shift()) await learner.goOn(site.url);
    } catch (error) {
      if (!(error instanceof CutOff && over)) throw error;
    }
  };
  const turns = Promise.all(Array.from({ length: AT_ONCE }, turn));
  const goal = acknowledged() + between(1, 40);
  const soon = between(0, 50);
  const moment = until("people learn", () => acknowledged() >= goal, 60).then(() => wait(soon));
  moment.catch(() => {});
  // A fault in the journey itself ends the test at once.
  await Promise.race([moment, turns]);
  over = true;
  const words = await kill(round);
  await turns;
  return words;
}

/** How often the site has said that something is done. */
function acknowledged(): number {
  return learners.reduce((sum, learner) => sum + learner.acknowledged, 0);
}

const KINDS = ["app", "app and database", "app", "app and the whole database"] as const;
const firstKind = between(0, KINDS.length);

/** Every second time the database goes too: its first process, or all at the same moment, as when the power fails. */
async function kill(round: number): Promise<string> {
  const kind = KINDS[(firstKind + round) % KINDS.length]!;
  const postmaster = postmasterOf(site.dataDir);
  const doomed = kind === "app" ? [] : kind === "app and database" ? [postmaster] : [postmaster, ...childrenOf(postmaster)];
  const databaseFirst = random() < 0.5;
  if (databaseFirst) doomed.forEach(endAtOnce);
  await site.kill();
  if (!databaseFirst) doomed.forEach(endAtOnce);
  return kind;
}

function endAtOnce(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended by itself meanwhile.
  }
}

function childrenOf(parent: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => parentOf(pid) === parent);
}

function parentOf(pid: number): number {
  try {
    return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
  } catch {
    return 0;
  }
}

/** Every fifth time the next start is killed too. */
async function startAgain(round: number): Promise<void> {
  const same = { project, dataDir: site.dataDir, port: site.port };
  if (round % 5 === 3) {
    const cut = await launch(same);
    await wait(between(0, 1_500));
    cut.child.kill("SIGKILL");
    await cut.exited;
    notes.push("  the next start was killed");
  }
  site = await startSite(same);
}

async function addPeople(count: number): Promise<void> {
  const unfinished = learners.filter(({ finished }) => !finished).length;
  const emails = Array.from({ length: Math.max(0, count - unfinished) }, () => `learner-${randomUUID()}@example.org`);
  await query(
    `insert into "User" (id, email, name, "emailVerifiedAt", "passwordHash") select gen_random_uuid(), email, 'A learner', now(), $2 from unnest($1::text[]) email`,
    [emails, await hashPassword(PASSWORD)],
  );
  learners.push(...emails.map((email) => new Learner(email, seededRandom(between(0, 2 ** 31)))));
}

/** What the database holds, in the words of a learner's facts. */
const whatIsKept = `
  select 'session ' || id as fact from "Session"
  union all select concat_ws(' ', 'enrolled', u.email, c.key) from "Enrolment" e join "User" u on u.id = e."userId" join "Course" c on c.id = e."courseId"
  union all select concat_ws(' ', 'completed', u.email, c.key, p."lessonKey") from "LessonProgress" p
    join "Enrolment" e on e.id = p."enrolmentId" join "User" u on u.id = e."userId" join "Course" c on c.id = e."courseId" where p."completedAt" is not null
  union all select 'attempt ' || id from "Attempt"
  union all select 'passed ' || a.id from "Attempt" a join "Score" s on s."attemptId" = a.id where a."submittedAt" is not null and s.passed
  union all select concat_ws(' ', 'ordered', u.email, o."checkoutSessionId") from "Order" o join "User" u on u.id = o."userId"
  union all select concat_ws(' ', 'paid', u.email, o."checkoutSessionId") from "Order" o join "User" u on u.id = o."userId" where o.status = 'paid'
  union all select 'granted ' || o."checkoutSessionId" from "Order" o where 1 = (
    select count(*) from "OrderItem" i join "Entitlement" t on t."orderItemId" = i.id where i."orderId" = o.id and t."revokedAt" is null)`;

/** What must never be, whatever was cut off. */
const contradictions = `
  select 'an order that grants twice: ' || i."orderId" as fault from "Entitlement" t join "OrderItem" i on i.id = t."orderItemId" group by i."orderId" having count(*) > 1
  union all select 'an unpaid order that grants: ' || o.id from "Entitlement" t join "OrderItem" i on i.id = t."orderItemId" join "Order" o on o.id = i."orderId" where o.status <> 'paid'
  union all select 'a paid order that does not grant: ' || o.id from "Order" o where o.status = 'paid'
    and not exists (select from "OrderItem" i join "Entitlement" t on t."orderItemId" = i.id where i."orderId" = o.id)
  union all select 'a person who paid twice: ' || "userId" from "Order" where status = 'paid' group by "userId" having count(*) > 1
  union all select 'a submitted attempt that is not scored once: ' || a.id from "Attempt" a
    where a."submittedAt" is not null and 1 <> (select count(*) from "Score" s where s."attemptId" = a.id)
  union all select 'a check passed without an attempt: ' || p."enrolmentId" from "LessonProgress" p where p."lessonKey" = 'check' and p."completedAt" is not null
    and not exists (select from "Attempt" a join "Score" s on s."attemptId" = a.id where a."enrolmentId" = p."enrolmentId" and s.passed)`;

const unwritten = `
  select o.id from "Order" o join "User" u on u.id = o."userId"
  where o.status = 'paid' and 1 <> (select count(*) from "OutboxMail" m where m."to" = u.email and m.kind = 'receipt')`;

async function expectAllKept(): Promise<void> {
  const facts = learners.flatMap((learner) => [...learner.facts]);
  const missing = async (what: string[]) => {
    const kept = new Set((await query(whatIsKept)).map(({ fact }) => fact));
    return what.filter((fact) => !kept.has(fact));
  };
  // The money is at Stripe; what follows from it comes by the webhook that is sent again, or the job that is begun again.
  expect(await missing(facts.filter((fact) => !fact.startsWith("paid ")))).toEqual([]);
  await until("everything paid is paid here", async () => (await missing(facts)).length === 0);
  expect(await query(contradictions)).toEqual([]);

  const stored = await query(`select "attemptId", "itemKey", value, sequence::float8 as sequence from "Answer"`);
  const byName = new Map(stored.map((row) => [`${row.attemptId} ${row.itemKey}`, row]));
  for (const learner of learners) {
    for (const [name, saved] of learner.answers) {
      const { sequence = -1, value } = byName.get(name) ?? {};
      expect(Number(sequence), name).toBeGreaterThanOrEqual(saved.sequence);
      expect(asValues(value), name).toEqual(saved.sent.get(Number(sequence)));
    }
  }

  const somebody = learners.filter(({ cookie }) => cookie !== "").at(between(0, learners.length) - learners.length);
  if (somebody?.facts.has(`enrolled ${somebody.email} ${FREE}`)) {
    const page = await ask(site.url, "/learn", { cookie: somebody.cookie });
    expect(page.status).toBe(200);
    expect(page.body).toContain(`Course ${FREE}`);
  }
}

/** A stored answer as the values of its controls. */
function asValues(value: unknown): string[] {
  return [value].flat().map(String);
}
