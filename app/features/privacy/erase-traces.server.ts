import type { Db } from "#app/platform/db.server.ts";

/**
 * Deletes what a person has done here and what was written to them: attempts with answers, results and shares,
 * enrolments with progress, grants, mails. The audit log keeps that something was done and by which id, and loses every
 * word about them.
 */
export async function eraseTraces({ id: userId, email }: { id: string; email: string }, tx: Db): Promise<void> {
  const addresses = [email, ...(await formerAddresses(userId, tx))];
  const grants = await tx.entitlement.findMany({ where: { userId }, select: { id: true } });
  await tx.attempt.deleteMany({ where: { userId } });
  await tx.enrolment.deleteMany({ where: { userId } });
  await tx.entitlement.deleteMany({ where: { userId } });
  // Of an order that stays for the books, the coupon stays and not who used it.
  await tx.couponUse.updateMany({ where: { personSlot: userId }, data: { personSlot: null } });
  // Who was to get a gift is of no use to its buyer any more: they may write another address.
  await tx.gift.updateMany({ where: { recipientEmail: { in: addresses } }, data: { recipientEmail: "" } });
  // A seat that they had stays taken.
  await tx.seat.updateMany({ where: { OR: [{ userId }, { email: { in: addresses } }] }, data: { userId: null, email: "" } });
  await tx.outboxMail.deleteMany({ where: { to: { in: addresses } } });
  const words = [userId, ...addresses];
  await tx.$executeRaw`
    update "AuditEntry" set detail = '{}'::jsonb, reason = ''
    where ("subjectKind" = 'user' and "subjectId" = ${userId})
      or ("subjectKind" = 'entitlement' and "subjectId" = any (${grants.map(({ id }) => id)}::text[]))
      or exists (select from unnest(${words}::text[]) word where strpos(detail::text, word) > 0 or strpos(reason, word) > 0)`;
}

/** Addresses that the account had, or was to have: mails may have gone there. */
async function formerAddresses(userId: string, tx: Db): Promise<string[]> {
  const rows = await tx.$queryRaw<{ address: string }[]>`
    select detail ->> 'before' as address from "AuditEntry"
    where "subjectKind" = 'user' and "subjectId" = ${userId} and action = 'account.change-email' and detail ? 'before'
    union select email from "AccountToken" where "userId" = ${userId} and email is not null`;
  return rows.map(({ address }) => address);
}
