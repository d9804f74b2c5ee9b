import { ORDER_STATUS_WORDS } from "#app/features/checkout/order-words.tsx";
import type { OrderStatus } from "#app/features/checkout/settle-order.ts";

const ACTS: Record<string, string> = {
  "account.claim": "Opened the account of a purchase without one.",
  "account.change-email": "Changed their address.",
  "account.change-password": "Changed their password.",
  "account.reset-password": "Chose a new password by mail.",
  "account.set-role": "Was given another role.",
  "account.erase": "The account was erased.",
  "attention.resolve": "Seen to from the list “Needs attention”.",
  "entitlement.grant": "Was granted a course by hand.",
  "entitlement.revoke": "A grant was revoked by hand.",
  "gift.redeem": "The gift was taken.",
  "order.ask-stripe": "Stripe was asked again.",
  "order.refund": "A refund was asked for at the desk.",
  "order.refund-refused": "Stripe did not make the refund.",
  "person.reconcile": "All of theirs was compared with Stripe.",
  "subscription.cancel": "The plan was cancelled.",
  "subscription.keep": "The cancellation was taken back.",
  "subscription.settle": "The plan moved.",
  "subscription.switch": "The plan was changed.",
  "team.join": "A seat was taken.",
  "team.take-back-seat": "A seat was taken back.",
};

/** A line of the audit log in plain words; one without words of its own is named as the log has it. */
export function describeAct(action: string, detail: unknown): string {
  if (action !== "order.settle") return ACTS[action] ?? `${action}.`;
  const { before, after } = (detail ?? {}) as Record<"before" | "after", { status?: OrderStatus } | undefined>;
  const word = (status: OrderStatus | undefined) => (status ? ORDER_STATUS_WORDS[status] : "new");
  return `The order went from “${word(before?.status)}” to “${word(after?.status)}”.`;
}
