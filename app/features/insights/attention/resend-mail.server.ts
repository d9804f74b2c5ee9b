import { db, inTransaction } from "#app/platform/db.server.ts";
import { enqueue } from "#app/platform/jobs.server.ts";
import { REFUSED } from "./mail-matters.queries.server.ts";

/** Tries a mail that was refused for the last time anew, as often as a new one. Of any number of asks at once one does it. */
export async function resendMail({ mailId }: { mailId: string }): Promise<"queued" | "not-refused"> {
  return inTransaction(db, async (tx) => {
    const { count } = await tx.outboxMail.updateMany({ where: { id: mailId, ...REFUSED }, data: { attempts: 0 } });
    if (count === 0) return "not-refused";
    await enqueue(tx, "send-mail", { mailId });
    return "queued";
  });
}
