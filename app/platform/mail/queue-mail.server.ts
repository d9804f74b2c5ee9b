import type { Db } from "../db.server.ts";
import { env } from "../env.server.ts";
import { enqueue } from "../jobs.server.ts";

interface Mail {
  to: string;
  subject: string;
  text: string;
  kind: string;
  /** Where the same mail must go out once only, e.g. `receipt:ORDER`. */
  dedupeKey?: string;
}

/**
 * Writes a mail to the outbox and queues its sending, in the caller's transaction. Without SMTP_URL it stays
 * there, to be read on the outbox page. A mail whose `dedupeKey` is already there is not written again.
 */
export async function queueMail(mail: Mail, tx: Db): Promise<void> {
  const written = await tx.outboxMail.createManyAndReturn({ data: [mail], skipDuplicates: true, select: { id: true } });
  const [row] = written;
  if (row && env().mail.kind === "smtp") await enqueue(tx, "send-mail", { mailId: row.id });
}
