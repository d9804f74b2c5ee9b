import { forgotPasswordForm } from "#app/features/accounts/accounts.schema.ts";
import { accountsOf } from "#app/features/accounts/accounts-of.server.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import { type LockedOrder, lockOrder } from "../locked-order.server.ts";
import type { Settlement } from "../settle-order.ts";
import type { StripeReading } from "../stripe-facts.server.ts";

/**
 * Gives a guest's order, whose row is locked, to the account of the address that paid, once the money is there: the one
 * there is, or a new one that opens with a link sent to that address. Before, it stays with the stand-in, and mails go to
 * the address that Stripe has, if any.
 */
export async function adoptGuestOrder(
  order: LockedOrder,
  { payment, buyer }: StripeReading,
  tx: Prisma.TransactionClient,
): Promise<LockedOrder> {
  const email = usable(buyer.email);
  if (!payment || !email) return { ...order, email: email ?? "", name: buyer.name ?? "" };
  const accounts = await accountsOf([{ email, name: nameOf(buyer.name, email) }], tx);
  const { id: userId } = accounts.get(email)!;
  await tx.order.update({ where: { id: order.id }, data: { userId, guestId: order.userId } });
  // Whether it was owned before is a question about the account.
  return (await lockOrder(order.id, tx))!;
}

/** Money without an address opens nothing: a person must find out whose it is. */
export function settleWithAccount(order: LockedOrder, settlement: Settlement): Settlement {
  if (!order.guest || settlement.access !== "granted") return settlement;
  return { ...settlement, access: "none", attention: "Paid by a guest, and Stripe has no address that an account can have." };
}

/** As accounts have them; undefined for what none can have. */
function usable(email: string | null): string | undefined {
  const read = forgotPasswordForm.safeParse({ email: email ?? "" });
  return read.success ? read.data.email : undefined;
}

/** Until the person says it. */
function nameOf(name: string | null, email: string): string {
  const written = (name ?? "").replace(/\p{C}/gu, " ").trim().slice(0, 100);
  return written || email.split("@")[0]!.slice(0, 100);
}
