import { now } from "#app/platform/clock.server.ts";
import { db, inTransaction } from "#app/platform/db.server.ts";
import { Prisma } from "#prisma/generated/client.ts";
import { mayJoinFigures, mayShowFigures } from "./answer-policy.ts";
import { type AnswersForFigures, readAnswersForFigures } from "./answers.queries.server.ts";

interface Ask {
  courseId: string;
  lessonKey: string;
  kind: "graded" | "profile";
  /** Revisions that ask the same. */
  revisionIds: string[];
  /** Who counts as a learner: a condition in SQL on the enrolment `e` and its person `u`. */
  isLearner: string;
}

export interface AttemptsForFigures {
  /** How many people have handed it in, or, once there are figures, how many they are about. */
  people: number;
  /** Null where so few have handed it in that a figure could be about somebody. */
  attempts: AnswersForFigures[] | null;
}

/**
 * The answers that figures may be made of: of everybody the first attempt that they handed in, as only that was made
 * without having seen results. Of a questionnaire only those of people who agreed, and in whole groups: see
 * `FEWEST_AT_ONCE`.
 */
export async function readAttemptsForFigures(ask: Ask): Promise<AttemptsForFigures> {
  if (ask.kind === "graded")
    return sizedUp(await readAnswersForFigures(Prisma.sql`select f.id from (${firstAttemptsSql(ask)}) f`));
  const found = await inWholeGroups(ask);
  if (!Array.isArray(found)) return { people: found.people, attempts: null };
  return sizedUp(await readAnswersForFigures(Prisma.sql`select unnest(${found}::text[])`));
}

function sizedUp(attempts: AnswersForFigures[]): AttemptsForFigures {
  return { people: attempts.length, attempts: mayShowFigures(attempts.length) ? attempts : null };
}

/** Who deleted their first attempt is not counted with a later one: that would tell that they did. */
function firstAttemptsSql({ courseId, lessonKey, revisionIds, isLearner }: Ask): Prisma.Sql {
  return Prisma.sql`
    select f.id, f."userId" from (
      select distinct on (a."enrolmentId") a.id, a."userId", a."revisionId", a."deletedAt"
      from "Attempt" a join "Enrolment" e on e.id = a."enrolmentId" join "User" u on u.id = e."userId"
      where a."courseId" = ${courseId} and a."lessonKey" = ${lessonKey} and a."submittedAt" is not null and ${Prisma.raw(isLearner)}
      order by a."enrolmentId", a.number
    ) f where f."deletedAt" is null and f."revisionId" = any (${revisionIds}::text[])`;
}

interface Standing {
  /** Attempts of groups of which nobody is gone. */
  shown: string[];
  /** Attempts that may come in, and are in no group yet. */
  waiting: string[];
}

function standingSql(ask: Ask): Prisma.Sql {
  return Prisma.sql`
    select
      array(
        select m."attemptId" from "StatisticsGroup" g join "StatisticsMember" m on m."groupId" = g.id
        join "Attempt" a on a.id = m."attemptId"
        where g."courseId" = ${ask.courseId} and g."lessonKey" = ${ask.lessonKey}
          and a."revisionId" = any (${ask.revisionIds}::text[])
          and g.people = (
            select count(*) from "StatisticsMember" whole join "Attempt" own on own.id = whole."attemptId"
            where whole."groupId" = g.id and own."deletedAt" is null)
      ) as shown,
      array(
        select first.id from (${firstAttemptsSql(ask)}) first
        where not exists (select from "StatisticsMember" m where m."attemptId" = first.id)
          and exists (
            select from "Consent" c join "InstrumentRevision" r on r."courseId" = c."courseId" and r.key = c."instrumentKey"
            join "Attempt" a on a."revisionId" = r.id
            where a.id = first.id and c."userId" = first."userId" and c."withdrawnAt" is null)
      ) as waiting`;
}

/** The attempts to show, or how many people there are where they are too few. */
async function inWholeGroups(ask: Ask): Promise<string[] | { people: number }> {
  const [standing] = await db.$queryRaw<Standing[]>(standingSql(ask));
  const { shown = [], waiting = [] } = standing ?? {};
  if (mayJoinFigures({ waiting: waiting.length, shown: shown.length })) return join(ask);
  return mayShowFigures(shown.length) ? shown : { people: shown.length + waiting.length };
}

/** Those who are waiting come in together; of readers at once, one lets them in. */
async function join(ask: Ask): Promise<string[]> {
  return inTransaction(db, async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtext(${`figures ${ask.courseId} ${ask.lessonKey}`}))`;
    const [standing] = await tx.$queryRaw<Standing[]>(standingSql(ask));
    const { shown = [] } = standing ?? {};
    // Held until they are in: nobody of them deletes their answers or takes consent back meanwhile. Who did before is
    // seen by a statement that begins now.
    const held = await tx.$queryRaw<{ id: string }[]>`
      select id from "Attempt" where id = any (${standing?.waiting ?? []}::text[]) and "deletedAt" is null order by id for share`;
    const [still] = await tx.$queryRaw<Standing[]>(standingSql(ask));
    const waiting = held.map(({ id }) => id).filter((id) => still?.waiting.includes(id));
    if (!mayJoinFigures({ waiting: waiting.length, shown: shown.length })) return shown;
    const { courseId, lessonKey } = ask;
    const { id: groupId } = await tx.statisticsGroup.create({
      data: { courseId, lessonKey, people: waiting.length, createdAt: now() },
    });
    await tx.statisticsMember.createMany({ data: waiting.map((attemptId) => ({ attemptId, groupId })) });
    return [...shown, ...waiting];
  });
}
