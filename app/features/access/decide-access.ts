/**
 * The one rule on who may open a lesson. Pages, media addresses, search, mails and exports ask it, and the same
 * answer, put into words by `explainAccess`, tells support staff why.
 */

export interface EntitlementFact {
  id: string;
  source: "order" | "free" | "manual" | "staff" | "gift" | "team" | "subscription";
  startsAt: Date;
  /** The first moment without access; null: it does not end. */
  endsAt: Date | null;
  revokedAt: Date | null;
  revokedReason: string | null;
}

export interface AccessFacts {
  viewer: { id: string; role: "student" | "instructor" | "admin" } | null;
  /** On the staff of this course, or an admin. */
  staff: boolean;
  lessonExists: boolean;
  /** The lesson is a free preview. */
  preview: boolean;
  /** The viewer's own, of this course. */
  entitlements: EntitlementFact[];
  now: Date;
}

export type EntitlementState = "live" | "not-started" | "ended" | "revoked";

/** What the answer rests on. */
export interface AccessEvidence {
  /** The entitlement that decided; null where none did. */
  entitlement: EntitlementFact | null;
  /** Every entitlement that was looked at, the strongest first. */
  considered: { entitlement: EntitlementFact; state: EntitlementState }[];
  at: Date;
}

export type AccessDecision =
  | { allowed: true; because: "entitlement" | "staff" | "preview"; evidence: AccessEvidence }
  | { allowed: false; reason: AccessRefusal; evidence: AccessEvidence };

export type AccessRefusal = "no-such-lesson" | "signed-out" | "no-entitlement" | "not-started" | "ended" | "revoked";

/**
 * Any live entitlement is enough, so losing one of two changes nothing. Of several reasons to allow, the one that
 * lasts longest is named: an owner who reads a preview is an owner. Of several spent entitlements the refusal names
 * one that is still to start, else the one that was lost last.
 */
export function decideAccess(facts: AccessFacts): AccessDecision {
  const considered = facts.viewer ? byStrength(facts.entitlements, facts.now) : [];
  const evidence: AccessEvidence = { entitlement: null, considered, at: facts.now };
  if (!facts.lessonExists) return { allowed: false, reason: "no-such-lesson", evidence };

  const strongest = considered[0];
  if (strongest?.state === "live") {
    return { allowed: true, because: "entitlement", evidence: { ...evidence, entitlement: strongest.entitlement } };
  }
  if (facts.viewer && facts.staff) return { allowed: true, because: "staff", evidence };
  if (facts.preview) return { allowed: true, because: "preview", evidence };
  if (!facts.viewer) return { allowed: false, reason: "signed-out", evidence };
  if (!strongest) return { allowed: false, reason: "no-entitlement", evidence };
  return { allowed: false, reason: strongest.state, evidence: { ...evidence, entitlement: strongest.entitlement } };
}

/** Live from `startsAt` to before `endsAt`. A revoked entitlement is revoked whatever the time. */
export function entitlementState(entitlement: Omit<EntitlementFact, "id" | "source">, now: Date): EntitlementState {
  if (entitlement.revokedAt) return "revoked";
  if (now < entitlement.startsAt) return "not-started";
  if (entitlement.endsAt && now >= entitlement.endsAt) return "ended";
  return "live";
}

function byStrength(entitlements: EntitlementFact[], now: Date): AccessEvidence["considered"] {
  return entitlements
    .map((entitlement) => ({ entitlement, state: entitlementState(entitlement, now) }))
    .sort((a, b) => rank(a.state) - rank(b.state) || weight(b) - weight(a) || (a.entitlement.id < b.entitlement.id ? -1 : 1));
}

function rank(state: EntitlementState): number {
  if (state === "live") return 0;
  return state === "not-started" ? 1 : 2;
}

/** Live: the one that ends last. To come: the one that starts first. Spent: the one that was lost last. */
function weight({ entitlement, state }: { entitlement: EntitlementFact; state: EntitlementState }): number {
  if (state === "not-started") return -entitlement.startsAt.getTime();
  if (state === "revoked") return entitlement.revokedAt?.getTime() ?? 0;
  return entitlement.endsAt?.getTime() ?? Number.MAX_SAFE_INTEGER;
}

/** The decision in plain words, for support staff. Dates are in UTC. */
export function explainAccess(decision: AccessDecision): string {
  const { evidence } = decision;
  const grant = evidence.entitlement;
  if (decision.allowed) {
    if (decision.because === "staff") return "May open it: on the staff of this course, or an administrator.";
    if (decision.because === "preview") return "May open it: the lesson is a free preview, open to everyone.";
    return `May open it: ${nameOf(grant!)} is live since ${day(grant!.startsAt)}${grant!.endsAt ? ` and ends on ${day(grant!.endsAt)}` : ""}.${others(evidence)}`;
  }
  switch (decision.reason) {
    case "no-such-lesson":
      return "May not open it: the release that applies has no such lesson.";
    case "signed-out":
      return "May not open it: nobody is signed in, and the lesson is not a free preview.";
    case "no-entitlement":
      return "May not open it: there is no entitlement to this course, and the lesson is not a free preview.";
    case "not-started":
      return `May not open it yet: ${nameOf(grant!)} starts on ${day(grant!.startsAt)}.${others(evidence)}`;
    case "ended":
      return `May not open it: ${nameOf(grant!)} ended on ${day(grant!.endsAt!)}.${others(evidence)}`;
    case "revoked":
      return `May not open it: ${nameOf(grant!)} was revoked on ${day(grant!.revokedAt!)}. Reason: ${revocationInWords(grant!.revokedReason)}.${others(evidence)}`;
  }
}

const SOURCES: Record<EntitlementFact["source"], string> = {
  order: "a purchase",
  free: "a free enrolment",
  manual: "a grant by hand",
  staff: "a grant to staff",
  gift: "a gift",
  team: "a seat of a team",
  subscription: "a membership",
};

function nameOf(entitlement: EntitlementFact): string {
  return `${SOURCES[entitlement.source]} (entitlement ${entitlement.id})`;
}

function others({ considered, entitlement }: AccessEvidence): string {
  const rest = considered.filter((entry) => entry.entitlement !== entitlement);
  if (rest.length === 0) return "";
  return ` Also on record: ${rest.map((entry) => `${nameOf(entry.entitlement)}, ${entry.state.replace("-", " ")}`).join("; ")}.`;
}

/** What the money did to an order's entitlements; a restored order lifts these and no other revocations. */
export const REVOKED_BY_MONEY = ["order-refunded", "item-refunded", "dispute-lost", "not-paid"] as const;
export type RevokedByMoney = (typeof REVOKED_BY_MONEY)[number];

const MONEY_WORDS: Record<string, string> = {
  "order-refunded": "the order was refunded in full",
  "item-refunded": "this part of the order was refunded",
  "dispute-lost": "the buyer's bank took the payment back",
  "not-paid": "the order was never paid",
} satisfies Record<RevokedByMoney, string>;

/** The kept reason as words: our own codes are spelt out, what a person wrote stays. */
export function revocationInWords(reason: string | null): string {
  if (!reason) return "none was given";
  return MONEY_WORDS[reason] ?? reason.trim().replace(/\.$/, "");
}

const calendar = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });
const day = (date: Date) => calendar.format(date);
