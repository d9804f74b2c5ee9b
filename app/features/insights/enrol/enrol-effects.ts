import { type EntitlementFact, type EntitlementState, entitlementState } from "#app/features/access/decide-access.ts";
import type { WrittenPerson } from "./read-people.ts";

/** What is known of somebody's access to the course. */
export interface PersonFacts {
  /** On its staff, or an admin: they need no entitlement. */
  staff: boolean;
  entitlements: Pick<EntitlementFact, "startsAt" | "endsAt" | "revokedAt" | "revokedReason">[];
}

/**
 * What enrolling somebody does. `gets`: they have no access now; `before` says what there was. `longer`: they have it until
 * `from`, and then longer. `keeps`: they have it at least as long, until `from` (null: without an end). `twice`: they stand
 * further up in the list.
 */
export type Effect = WrittenPerson &
  (
    | { effect: "staff" | "twice" }
    | { effect: "gets"; before: "nothing" | Exclude<EntitlementState, "live"> }
    | { effect: "longer" | "keeps"; from: Date | null }
  );

/** What giving the course until a moment (null: without an end) does for each person of a list. Nobody's access gets shorter. */
export function enrolEffects(
  people: WrittenPerson[],
  facts: ReadonlyMap<string, PersonFacts>,
  given: { until: Date | null; now: Date },
): Effect[] {
  const seen = new Set<string>();
  return people.map((person): Effect => {
    if (seen.has(person.email)) return { ...person, effect: "twice" };
    seen.add(person.email);
    const known = facts.get(person.email);
    if (known?.staff) return { ...person, effect: "staff" };
    const states = (known?.entitlements ?? []).map((one) => entitlementState(one, given.now));
    const live = (known?.entitlements ?? []).filter((_, at) => states[at] === "live");
    if (live.length === 0) {
      // What was taken back is what whoever gives it again should know.
      const before = (["revoked", "not-started", "ended"] as const).find((state) => states.includes(state)) ?? "nothing";
      return { ...person, effect: "gets", before };
    }
    const from = live.some((one) => one.endsAt === null) ? null : new Date(Math.max(...live.map((one) => Number(one.endsAt))));
    const lasts = from === null || (given.until !== null && from >= given.until);
    return { ...person, effect: lasts ? "keeps" : "longer", from };
  });
}

/** Those for whom something changes. */
export const changes = (effects: Effect[]) => effects.filter(({ effect }) => effect === "gets" || effect === "longer");

/** What a list does, as one text: what is confirmed must be what was seen. */
export function effectsInOneLine(effects: Effect[]): string {
  return effects
    .map(
      (one) =>
        `${one.email} ${one.effect} ${"from" in one ? (one.from?.toISOString() ?? "-") : "before" in one ? one.before : ""}`,
    )
    .join("\n");
}
