import type { Prisma } from "#prisma/generated/client.ts";
import type { Db } from "./db.server.ts";

interface Entry {
  /** Null for what the system did by itself. */
  actorId: string | null;
  /** What was done, as area.verb: `entitlement.revoke`. */
  action: string;
  subjectKind: string;
  subjectId: string;
  reason?: string;
  /** Before and after, and whatever else explains the act. No secrets, no answers. */
  detail?: Prisma.InputJsonObject;
}

/** Writes one line of the audit log, in the transaction of the act itself. */
export async function recordAudit(entry: Entry, tx: Db): Promise<void> {
  await tx.auditEntry.create({ data: entry });
}
