import nodemailer, { type Transporter } from "nodemailer";
import { now } from "../clock.server.ts";
import { db } from "../db.server.ts";
import { env } from "../env.server.ts";

let transporter: Transporter | undefined;

function transport(): Transporter {
  const { mail } = env();
  if (mail.kind !== "smtp") throw new Error("Mail is kept in the outbox: there is no SMTP_URL.");
  transporter ??= nodemailer.createTransport(withPatience(mail.url));
  return transporter;
}

/** Sends one outbox mail by SMTP. A mail that is already sent is left alone; a failure is kept on the row and thrown. */
export async function sendMail({ mailId }: { mailId: string }): Promise<void> {
  const mail = await db.outboxMail.findUnique({ where: { id: mailId } });
  if (!mail || mail.sentAt) return;
  try {
    await transport().sendMail({
      from: env().mail.from,
      to: mail.to,
      subject: mail.subject,
      text: mail.text,
      // The same id at every try: a mailbox that gets it twice shows it once.
      messageId: `<${mail.id}@${new URL(env().appUrl).hostname}>`,
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    await db.outboxMail.update({ where: { id: mailId }, data: { attempts: { increment: 1 }, error: reason } });
    throw error;
  }
  await db.outboxMail.update({ where: { id: mailId }, data: { attempts: { increment: 1 }, sentAt: now(), error: null } });
}

/** A mail server that does not answer is tried again later, by the queue, and holds nothing else up. */
function withPatience(url: string): string {
  const address = new URL(url);
  const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 };
  for (const [name, milliseconds] of Object.entries(patience)) {
    if (!address.searchParams.has(name)) address.searchParams.set(name, String(milliseconds));
  }
  return address.href;
}
