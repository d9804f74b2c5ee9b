import { revokeEntitlement } from "#app/features/access/revoke-entitlement.server.ts";
import { retryFault } from "#app/features/checkout/reconcile-attempt.server.ts";
import { refundOrder } from "#app/features/checkout/refund-order.server.ts";
import { runReconcilerByHand } from "#app/features/checkout/run-reconciler.server.ts";
import { recordAudit } from "#app/platform/audit.server.ts";
import { db, inTransaction } from "#app/platform/db.server.ts";
import { refusalWords } from "../refund-words.ts";
import { rerunStripeEvent } from "../rerun-stripe-event.server.ts";
import { listAttention } from "./attention.queries.server.ts";
import type { Matter, RemedyKind } from "./matters.ts";
import { openWhatIsPaid } from "./open-what-is-paid.server.ts";
import { refundStray } from "./refund-stray.server.ts";
import { resendMail } from "./resend-mail.server.ts";
import { setAside } from "./set-aside.server.ts";

export type ResolveMatter =
  /** `left`: it is still on the list, as when Stripe was asked and says the same. */
  | { status: "done"; kind: RemedyKind; left: boolean }
  | { status: "refused"; reason: "gone" | "changed" }
  /** It did not work, and why. */
  | { status: "failed"; message: string };

interface Ask {
  /** Of the matter, as the page showed it. */
  key: string;
  /** What the page's button said it would do; where something else is right by now, nothing is done. */
  kind: RemedyKind;
  actorId: string;
  reason: string;
}

/** Does what is right for a matter of the list, once, with a line in the audit log: who, why, before and after. */
export async function resolveMatter(ask: Ask): Promise<ResolveMatter> {
  const matter = await findMatter(ask.key);
  if (!matter) return { status: "refused", reason: "gone" };
  if (ask.kind !== "dismiss" && matter.remedy.kind !== ask.kind) return { status: "refused", reason: "changed" };
  const before = await stateOf(matter);
  const remedied = ask.kind === "dismiss" ? "dismissed" : await remedy(matter, ask);
  const error = typeof remedied === "object" ? remedied.error : undefined;
  const settles = error === undefined && ["grant", "withdraw", "refund-stray", "dismiss"].includes(ask.kind);
  const after = await stateOf(matter);
  await inTransaction(db, async (tx) => {
    if (settles) await setAside(matter, tx);
    const detail = { key: matter.key, matter: matter.title, did: ask.kind, before, after, ...(error !== undefined && { error }) };
    const subject = matter.order
      ? { subjectKind: "order", subjectId: matter.order.id }
      : { subjectKind: "attention", subjectId: matter.key };
    await recordAudit({ actorId: ask.actorId, action: "attention.resolve", ...subject, reason: ask.reason, detail }, tx);
  });
  if (error !== undefined) return { status: "failed", message: error };
  return { status: "done", kind: ask.kind, left: (await findMatter(ask.key)) !== null };
}

async function findMatter(key: string): Promise<Matter | null> {
  return (await listAttention()).matters.find((matter) => matter.key === key) ?? null;
}

async function remedy({ remedy, order }: Matter, { actorId, reason }: Ask): Promise<"done" | { error: string }> {
  switch (remedy.kind) {
    case "grant":
      await openWhatIsPaid({ orderId: order!.id, actorId, reason });
      return "done";
    case "withdraw":
      return withdraw({ orderId: order!.id, actorId, reason });
    case "refund": {
      const { left, requestId } = remedy;
      const refunded = await refundOrder({ orderNumber: order!.number, amount: left, left, requestId, actorId, reason });
      return refunded.status === "refunded" ? "done" : { error: refusalWords(refunded) };
    }
    case "refund-stray": {
      const refunded = await refundStray(remedy);
      return "error" in refunded ? refunded : "done";
    }
    case "rerun": {
      const run = await rerunStripeEvent({ eventId: remedy.eventId, actorId });
      return run.status === "failed" ? { error: run.message } : "done";
    }
    case "ask": {
      const error = await retryFault(remedy.faultKey);
      return error === null ? "done" : { error };
    }
    case "reconcile": {
      const run = await runReconcilerByHand();
      return "error" in run ? run : "done";
    }
    case "send-again":
      await resendMail(remedy);
      return "done";
    case "dismiss":
      return "done";
  }
}

/** Closes all that is open by an order or by the plan that it began; other ways to the same courses stay. */
async function withdraw(ask: { orderId: string; actorId: string; reason: string }): Promise<"done" | { error: string }> {
  const live = await db.entitlement.findMany({
    where: { revokedAt: null, OR: [{ orderItem: { orderId: ask.orderId } }, { subscription: { orderId: ask.orderId } }] },
    select: { id: true, userId: true },
  });
  for (const { id, userId } of live) {
    const revoked = await revokeEntitlement({ userId, entitlementId: id, actorId: ask.actorId, reason: ask.reason });
    if (revoked.status === "refused" && revoked.reason === "reason-reserved")
      return { error: "This word is kept for what happens to the money. Write why in your own." };
  }
  return "done";
}

/** How an order stands, for the audit log. */
async function stateOf({ order }: Matter) {
  if (!order) return {};
  const row = await db.order.findUnique({ where: { id: order.id }, select: { status: true, attention: true } });
  const open = await db.entitlement.count({
    where: { revokedAt: null, OR: [{ orderItem: { orderId: order.id } }, { subscription: { orderId: order.id } }] },
  });
  const refunds = await db.refund.count({ where: { payment: { orderId: order.id } } });
  return { status: row?.status ?? null, attention: row?.attention ?? null, open, refunds };
}
