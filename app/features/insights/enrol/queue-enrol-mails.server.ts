import type { AccountOfAddress } from "#app/features/accounts/accounts-of.server.ts";
import { addressInMail, makeLink } from "#app/features/accounts/one-time-link.server.ts";
import { queueMail } from "#app/platform/mail/queue-mail.server.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import { enrolledMail } from "./enrol-mails.ts";

/** Tells each of them that the course is open to them, and how they get in. */
export async function queueEnrolMails(
  ask: {
    by: string;
    course: { key: string; title: string };
    until: Date | null;
    given: { longer: boolean; account: AccountOfAddress }[];
  },
  tx: Prisma.TransactionClient,
): Promise<void> {
  const { by, course, until } = ask;
  for (const { longer, account } of ask.given) {
    const about = { by, title: course.title, until, longer };
    if (account.emailVerifiedAt) {
      const mail = enrolledMail(about, { signIn: addressInMail("/sign-in", `/learn/${course.key}`) });
      await queueMail({ to: account.email, ...mail }, tx);
      continue;
    }
    const { token, row } = makeLink({ purpose: "claim_account", userId: account.id, email: account.email });
    await tx.accountToken.create({ data: row });
    await queueMail({ to: account.email, ...enrolledMail(about, { claim: addressInMail(`/claim/${token}`) }) }, tx);
  }
}
