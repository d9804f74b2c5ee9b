import type { Books } from "./books.server.ts";

/** What the sandbox itself has of a subscription: to compare a ledger with. Amounts in minor units. */
export interface PlanOnBooks {
  status: string;
  trialEndsAt: Date | null;
  cancelAt: Date | null;
  endedAt: Date | null;
  /** The earliest first. */
  invoices: {
    id: string;
    status: string;
    attempts: number;
    from: Date;
    until: Date;
    dueAt: Date;
    paymentIntentId: string | null;
    received: number;
    refunds: { id: string; amount: number; status: string }[];
    disputes: { id: string; amount: number; status: string }[];
  }[];
}

export function accountOfPlan(books: Books, subscriptionId: string): PlanOnBooks {
  const { status, trial_end, cancel_at, ended_at } = books.get("subscription", subscriptionId);
  const invoices = books.all("invoice").filter(({ parent }) => {
    const of = parent?.subscription_details?.subscription;
    return (typeof of === "string" ? of : of?.id) === subscriptionId;
  });
  return {
    ...{ status, trialEndsAt: dateOf(trial_end), cancelAt: dateOf(cancel_at), endedAt: dateOf(ended_at) },
    invoices: invoices.reverse().map((invoice) => {
      const paidBy = books.all("invoice_payment").find((one) => one.invoice === invoice.id && one.status === "paid");
      const paymentIntentId = (paidBy?.payment.payment_intent ?? null) as string | null;
      const of = (kind: "refund" | "dispute") =>
        paymentIntentId === null ? [] : books.all(kind).filter((object) => object.payment_intent === paymentIntentId);
      const back = ({ id, amount, status }: { id: string; amount: number; status: string | null }) => ({
        ...{ id, amount, status: status ?? "" },
      });
      const periods = invoice.lines.data.map(({ period }) => period);
      return {
        ...{ id: invoice.id, status: invoice.status ?? "draft", attempts: invoice.attempt_count, paymentIntentId },
        from: dateOf(Math.min(invoice.created, ...periods.map(({ start }) => start)))!,
        until: dateOf(Math.max(...periods.map(({ end }) => end)))!,
        dueAt: dateOf(invoice.created)!,
        received: paymentIntentId === null ? 0 : books.get("payment_intent", paymentIntentId).amount_received,
        ...{ refunds: of("refund").map(back), disputes: of("dispute").map(back) },
      };
    }),
  };
}

function dateOf(seconds: number | null): Date | null {
  return seconds === null ? null : new Date(seconds * 1000);
}
