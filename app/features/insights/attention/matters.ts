/** What a person should look at, on the page "Needs attention". */
export interface Matter {
  /** Names it once and for all: "wrong:ORDER", "order:ID", "plan:ID", "event:ID", "fault:KEY", "mail:ID", "other-mode", "reconciler". */
  key: string;
  title: string;
  reason: string;
  since: Date;
  person: { id: string; name: string; email: string } | null;
  order: { id: string; number: number } | null;
  remedy: Remedy;
  /** What is set aside, where somebody sets it aside: with something else the matter, it is there again. */
  what: string;
}

export type Remedy =
  /** Opens what the order is for. */
  | { kind: "grant"; courses: string[] }
  /** Closes what the order or the plan opens. */
  | { kind: "withdraw"; courses: string[] }
  /** Gives all back that is left of an order's money, in minor units. */
  | { kind: "refund"; left: number; currency: string; requestId: string }
  /** Gives all back that was paid on a page of Stripe that no order here belongs to. */
  | { kind: "refund-stray"; sessionId: string }
  /** Acts on a parked event again. */
  | { kind: "rerun"; eventId: string }
  /** Reads again from Stripe what failed, or may have changed. */
  | { kind: "ask"; faultKey: string }
  | { kind: "reconcile" }
  /** Tries a mail anew that was refused for the last time. */
  | { kind: "send-again"; mailId: string }
  /** Nothing that a button could do better than a person: it can be set aside. */
  | { kind: "dismiss" };

export type RemedyKind = Remedy["kind"];

/** What the button of each says. */
export const REMEDY_BUTTONS: Record<RemedyKind, string> = {
  grant: "Open the course",
  withdraw: "Close the course",
  refund: "Refund what is left",
  "refund-stray": "Refund it",
  rerun: "Run the event again",
  ask: "Ask Stripe again",
  reconcile: "Run the reconciler now",
  "send-again": "Send it again",
  dismiss: "Leave it as it is",
};

const WITHOUT_REASON: readonly RemedyKind[] = ["rerun", "ask", "reconcile", "send-again"];

/** Who moves money or access by hand says why; who only asks again need not. */
export function needsReason(kind: RemedyKind): boolean {
  return !WITHOUT_REASON.includes(kind);
}

/** Money by what Stripe says of an order that has `attention`. Amounts in minor units. */
export interface AttentiveMoney {
  attention: string;
  boughtTwice: string;
  purpose: "own" | "gift" | "team";
  total: number;
  currency: string;
  livemode: boolean;
  /** It opens its courses now. */
  open: boolean;
  guest: boolean;
  payments: { amount: number; currency: string; livemode: boolean }[];
  /** Of what came in, what is still with us. */
  left: number;
}

/**
 * What is right for an order that a person should look at. Paid twice: the money goes back. As much as was asked for
 * came, in its currency and mode, and nothing was opened: it is opened. Too little or other money came: it goes back.
 * What is open and has lost some of what counted towards it, and money of the other mode, a person decides. Pure.
 */
export function remedyKindOf(order: AttentiveMoney): "refund" | "grant" | "dismiss" {
  const { attention, boughtTwice, purpose, total, currency, livemode, open, guest, payments, left } = order;
  if (payments.some((payment) => payment.livemode !== livemode)) return "dismiss";
  if (attention === boughtTwice) return left > 0 ? "refund" : "dismiss";
  if (open || payments.length === 0 || left <= 0) return "dismiss";
  const enough = payments.every((payment) => payment.currency === currency) && left >= total;
  return enough && purpose === "own" && !guest ? "grant" : "refund";
}
