import type { CompiledInstrument } from "#app/features/instruments/compiled.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import { deadlineOf, limitsOf, type PersonalTerms } from "./attempt-rules.ts";

/** One learner in one lesson. */
export interface LearnerPlace {
  enrolmentId: string;
  lessonKey: string;
  timeZone: string | null;
}

type Granted = Omit<PersonalTerms, "timeZone">;

/** What is granted now, locked to the end of the transaction: starts of attempts, and other grants, wait. */
export async function lockAccommodation(
  { enrolmentId, lessonKey }: LearnerPlace,
  tx: Prisma.TransactionClient,
): Promise<Granted & { reason: string; grantedAt: Date | null }> {
  const [row] = await tx.$queryRaw<(Granted & { reason: string; grantedAt: Date | null })[]>`
    insert into "Accommodation" as g ("enrolmentId", "lessonKey") values (${enrolmentId}, ${lessonKey})
    on conflict ("enrolmentId", "lessonKey") do update set version = g.version
    returning g."extraAttempts", g."extraMinutes", g.closes, g.reason, g."grantedAt"`;
  return row!;
}

/** Writes what holds from now on, under the lock, and gives an open attempt the time that it has by that. */
export async function writeAccommodation(
  ask: {
    place: LearnerPlace;
    /** The instrument whose rules hold; null where the lesson is no assessment any more. */
    rules: CompiledInstrument | null;
    terms: Granted;
    reason: string;
    grantedById: string | null;
    grantedAt: Date | null;
  },
  tx: Prisma.TransactionClient,
): Promise<void> {
  const { place, rules, terms, reason, grantedById, grantedAt } = ask;
  const { enrolmentId, lessonKey, timeZone } = place;
  await tx.accommodation.update({
    where: { enrolmentId_lessonKey: { enrolmentId, lessonKey } },
    data: { ...terms, reason, grantedById, grantedAt, version: { increment: 1 } },
  });
  // A start that was under way has ended by now, so its attempt is seen here.
  const open = await tx.attempt.findFirst({
    where: { enrolmentId, lessonKey, openSlot: { not: null } },
    select: { id: true, startedAt: true },
  });
  const deadlineAt = open && rules && deadlineOf(open.startedAt, limitsOf(rules, { ...terms, timeZone }));
  if (!open || !deadlineAt) return;
  // Never earlier than it was: who answers was told a time to reckon with.
  const where = { id: open.id, submittedAt: null, deadlineAt: { lt: deadlineAt } };
  await tx.attempt.updateMany({ where, data: { deadlineAt } });
}
