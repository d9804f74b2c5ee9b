import fc from "fast-check";
import { expect, test } from "vitest";
import { decideAccess } from "#app/features/access/decide-access.ts";
import { changes, enrolEffects, type PersonFacts } from "#app/features/insights/enrol/enrol-effects.ts";

const DAY = 86_400_000;
const now = new Date("2026-06-01T12:00:00Z");
const moment = fc.integer({ min: -5, max: 5 }).map((days) => new Date(now.getTime() + days * DAY));
const maybe = fc.option(moment, { nil: null });
const entitlement = fc.record({
  startsAt: moment,
  endsAt: maybe,
  revokedAt: fc.option(moment, { nil: null, freq: 3 }),
  revokedReason: fc.constant(null),
});
const facts: fc.Arbitrary<PersonFacts> = fc.record({
  staff: fc.boolean(),
  entitlements: fc.array(entitlement, { maxLength: 4 }),
});
const until = fc.option(
  fc.integer({ min: 1, max: 6 }).map((days) => new Date(now.getTime() + days * DAY)),
  { nil: null },
);
const emails = ["a@example.org", "b@example.org", "c@example.org"];

/** The last moment before which a person may come in without a pause; null: none. */
function lasts({ entitlements }: PersonFacts): Date | "for ever" | null {
  const decision = decideAccess({
    viewer: { id: "x", role: "student" },
    staff: false,
    lessonExists: true,
    preview: false,
    entitlements: entitlements.map((one, at) => ({ ...one, id: String(at), source: "manual" })),
    now,
  });
  if (!decision.allowed) return null;
  return decision.evidence.entitlement?.endsAt ?? "for ever";
}

test("a person is changed exactly where they come in longer than before, once, and staff never", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...emails)),
      fc.array(facts, { minLength: 3, maxLength: 3 }),
      until,
      (list, known, until) => {
        const byEmail = new Map(emails.slice(0, 2).map((email, at) => [email, known[at]!]));
        const people = list.map((email, at) => ({ line: at + 1, email, name: "" }));
        const effects = enrolEffects(people, byEmail, { until, now });
        expect(effects.map(({ line, email, name }) => ({ line, email, name }))).toEqual(people);
        const changed = changes(effects).map(({ email }) => email);
        expect(new Set(changed).size).toBe(changed.length);
        for (const email of new Set(list)) {
          const person = byEmail.get(email) ?? { staff: false, entitlements: [] };
          const before = lasts(person);
          const longer = before === null || (before !== "for ever" && (until === null || before < until));
          expect(changed.includes(email)).toBe(longer && !person.staff);
        }
      },
    ),
  );
});

test("what was before is told: nothing, an end, a revocation, a later start", () => {
  const yesterday = new Date(now.getTime() - DAY);
  const tomorrow = new Date(now.getTime() + DAY);
  const one = (given: Partial<PersonFacts["entitlements"][number]>): PersonFacts => ({
    staff: false,
    entitlements: [{ startsAt: yesterday, endsAt: null, revokedAt: null, revokedReason: null, ...given }],
  });
  const effectOf = (facts: PersonFacts | undefined) =>
    enrolEffects([{ line: 1, email: "a@example.org", name: "" }], new Map(facts && [["a@example.org", facts]]), {
      until: tomorrow,
      now,
    })[0];
  expect(effectOf(undefined)).toMatchObject({ effect: "gets", before: "nothing" });
  expect(effectOf(one({ endsAt: now }))).toMatchObject({ effect: "gets", before: "ended" });
  expect(effectOf(one({ revokedAt: yesterday }))).toMatchObject({ effect: "gets", before: "revoked" });
  expect(effectOf(one({ startsAt: tomorrow }))).toMatchObject({ effect: "gets", before: "not-started" });
  expect(effectOf(one({}))).toMatchObject({ effect: "keeps", from: null });
  const soon = new Date(now.getTime() + DAY / 2);
  expect(effectOf(one({ endsAt: soon }))).toMatchObject({ effect: "longer", from: soon });
  expect(effectOf(one({ endsAt: tomorrow }))).toMatchObject({ effect: "keeps", from: tomorrow });
});
