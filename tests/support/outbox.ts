import { db } from "#app/platform/db.server.ts";

/** Everything the site has written to an address, the oldest first. */
export function mailsTo(address: string) {
  return db.outboxMail.findMany({ where: { to: address }, orderBy: { id: "asc" } });
}

/** The token and the query of the one-time link in a mail, such as `/verify-email/TOKEN?returnTo=...`. */
export function linkIn(mail: { text: string } | undefined, page: string): { token: string; search: string } {
  const match = mail?.text.match(new RegExp(`/${page}/([\\w-]{43})(\\?\\S+)?(?=\\s|$)`));
  if (!match?.[1]) throw new Error(`The mail has no link to /${page}/: ${mail?.text}`);
  return { token: match[1], search: match[2] ?? "" };
}

/** The token of the last mail to an address that has a link to the page. */
export async function tokenFor(address: string, page: string): Promise<string> {
  const mails = await mailsTo(address);
  return linkIn(
    mails.findLast((mail) => mail.text.includes(`/${page}/`)),
    page,
  ).token;
}
