import { now } from "#app/platform/clock.server.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import type { LockedOrder } from "./locked-order.server.ts";
import type { BillFacts } from "./tax.ts";

/**
 * Gives an order that money came for its receipt, once: the next number, and the buyer's name and addresses of this moment.
 * Numbers have no gap, as whoever takes one holds all others off until it is written or given back.
 */
export async function issueReceipt(
  { id, name, email, receiptNumber }: LockedOrder,
  { tax, address, taxIds }: BillFacts,
  tx: Prisma.TransactionClient,
): Promise<void> {
  if (receiptNumber !== null) return;
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('receipt numbers'))`;
  // Read after the lock: a statement of its own sees what the one before it wrote.
  await tx.$executeRaw`
    insert into "Receipt" (number, "orderId", "issuedAt", name, email, tax, address, "taxIds")
    select coalesce(max(number), 0) + 1, ${id}, ${now()}, ${name}, ${email}, ${tax}::int, ${address}, ${taxIds} from "Receipt"`;
}
