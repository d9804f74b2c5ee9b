import { addressInMail, makeLink } from "#app/features/accounts/one-time-link.server.ts";
import { env } from "#app/platform/env.server.ts";
import { queueMail } from "#app/platform/mail/queue-mail.server.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import { boughtWithoutSigningInMail, claimMail } from "./guest-mails.ts";

/**
 * Tells the address that paid how to get in: a link that opens the account, or, where the address has an account that is
 * in use, to sign in. `once`: not where it was told before for this order.
 */
export async function queueClaimMail(
  ask: { orderId: string; userId: string; items: { title: string }[]; once: boolean },
  tx: Prisma.TransactionClient,
): Promise<void> {
  const dedupeKey = ask.once ? `claim:${ask.orderId}` : undefined;
  if (dedupeKey && (await tx.outboxMail.count({ where: { dedupeKey } })) > 0) return;
  const { userId } = ask;
  const person = await tx.user.findUniqueOrThrow({ where: { id: userId }, select: { email: true, emailVerifiedAt: true } });
  const title = ask.items.map((item) => item.title).join(", ");
  const about = { title, site: env().appUrl, support: env().supportEmail };
  if (person.emailVerifiedAt) {
    const mail = boughtWithoutSigningInMail(about, addressInMail("/sign-in", "/learn"), addressInMail("/forgot-password"));
    await queueMail({ to: person.email, dedupeKey, ...mail }, tx);
    return;
  }
  const { token, row } = makeLink({ purpose: "claim_account", userId, email: person.email });
  await tx.accountToken.create({ data: row });
  await queueMail({ to: person.email, dedupeKey, ...claimMail(about, addressInMail(`/claim/${token}`)) }, tx);
}
