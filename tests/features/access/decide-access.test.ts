import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type AccessDecision,
  type AccessFacts,
  decideAccess,
  type EntitlementFact,
  entitlementState,
  explainAccess,
  REVOKED_BY_MONEY,
} from "#app/features/access/decide-access.ts";

const noon = new Date("2026-11-22T12:00:00Z");
const days = (count: number) => new Date(noon.getTime() + count * 86_400_000);

const moment = fc.integer({ min: -1_000, max: 1_000 }).map(days);
const entitlement: fc.Arbitrary<EntitlementFact> = fc.record({
  id: fc.uuid(),
  source: fc.constantFrom("order", "free", "manual", "staff", "gift"),
  startsAt: moment,
  endsAt: fc.option(moment),
  revokedAt: fc.option(moment),
  revokedReason: fc.option(fc.constantFrom("order-refunded", "dispute-lost", "Asked by mail.")),
});
const facts: fc.Arbitrary<AccessFacts> = fc.record({
  viewer: fc.option(fc.record({ id: fc.uuid(), role: fc.constantFrom("student", "instructor", "admin") })),
  staff: fc.boolean(),
  lessonExists: fc.boolean(),
  preview: fc.boolean(),
  entitlements: fc.uniqueArray(entitlement, { maxLength: 5, selector: (one) => one.id }),
  now: moment,
});
const closed = facts.map((some) => ({
  ...some,
  viewer: some.viewer ?? { id: "v", role: "student" as const },
  staff: false,
  preview: false,
  lessonExists: true,
}));
const live: EntitlementFact = {
  id: "live",
  source: "order",
  startsAt: days(-1),
  endsAt: null,
  revokedAt: null,
  revokedReason: null,
};
const verdict = (decision: AccessDecision) => (decision.allowed ? decision.because : decision.reason);

describe("any live entitlement is enough", () => {
  test("whatever else is on record", () => {
    fc.assert(
      fc.property(closed, fc.nat(5), (some, at) => {
        const own = { ...live, startsAt: some.now };
        const entitlements = [...some.entitlements.slice(0, at), own, ...some.entitlements.slice(at)];
        expect(verdict(decideAccess({ ...some, entitlements }))).toBe("entitlement");
      }),
    );
  });

  test("losing one of two leaves the other", () => {
    fc.assert(
      fc.property(closed, (some) => {
        const gone = { ...live, id: "gone", revokedAt: some.now, revokedReason: "order-refunded" };
        const kept = { ...live, startsAt: some.now };
        const decision = decideAccess({ ...some, entitlements: [gone, kept] });
        expect(decision.evidence.entitlement).toEqual(kept);
        expect(decision.allowed).toBe(true);
      }),
    );
  });

  test("without one, a closed lesson stays closed", () => {
    fc.assert(
      fc.property(closed, (some) => {
        const entitlements = some.entitlements.filter((one) => entitlementState(one, some.now) !== "live");
        expect(decideAccess({ ...some, entitlements }).allowed).toBe(false);
      }),
    );
  });
});

describe("the answer is a function of the facts", () => {
  test("the order in which entitlements are read changes nothing", () => {
    fc.assert(
      fc.property(facts, (some) => {
        expect(decideAccess({ ...some, entitlements: [...some.entitlements].reverse() })).toEqual(decideAccess(some));
      }),
    );
  });

  test("another grant never takes access away", () => {
    fc.assert(
      fc.property(facts, entitlement, (some, more) => {
        const before = decideAccess(some);
        const after = decideAccess({ ...some, entitlements: [...some.entitlements, more] });
        if (before.allowed) expect(after.allowed).toBe(true);
      }),
    );
  });

  test("a revocation never gives access", () => {
    fc.assert(
      fc.property(facts, (some) => {
        const revoked = some.entitlements.map((one) => ({ ...one, revokedAt: one.revokedAt ?? some.now }));
        const after = decideAccess({ ...some, entitlements: revoked });
        if (!decideAccess(some).allowed) expect(after.allowed).toBe(false);
        if (after.allowed) expect(after.because).not.toBe("entitlement");
      }),
    );
  });

  test("time moves nothing but the start and the end of an entitlement", () => {
    fc.assert(
      fc.property(facts, moment, (some, later) => {
        const words = new Set([verdict(decideAccess(some)), verdict(decideAccess({ ...some, now: later }))]);
        if (words.size === 1) return;
        // Two moments differ only where an entitlement that is not revoked has a boundary between them.
        const [from, to] = some.now < later ? [some.now, later] : [later, some.now];
        const boundaries = some.entitlements
          .filter((one) => !one.revokedAt)
          .flatMap((one) => [one.startsAt, ...(one.endsAt ? [one.endsAt] : [])])
          .filter((at) => at > from && at <= to);
        expect(boundaries.length).toBeGreaterThan(0);
      }),
    );
  });

  test("a lesson that does not exist is nobody's", () => {
    fc.assert(
      fc.property(facts, (some) => {
        expect(verdict(decideAccess({ ...some, lessonExists: false }))).toBe("no-such-lesson");
      }),
    );
  });

  test("a preview is everybody's, and staff may open everything", () => {
    fc.assert(
      fc.property(facts, (some) => {
        expect(decideAccess({ ...some, lessonExists: true, preview: true }).allowed).toBe(true);
        const viewer = some.viewer ?? { id: "v", role: "instructor" as const };
        expect(decideAccess({ ...some, lessonExists: true, viewer, staff: true }).allowed).toBe(true);
      }),
    );
  });

  test("nobody signed in has neither entitlements nor a staff role", () => {
    fc.assert(
      fc.property(facts, (some) => {
        const decision = decideAccess({ ...some, viewer: null, preview: false, lessonExists: true });
        expect(verdict(decision)).toBe("signed-out");
        expect(decision.evidence.considered).toEqual([]);
      }),
    );
  });
});

describe("the refusal names what stands in the way", () => {
  const closedTo = (...entitlements: EntitlementFact[]) =>
    decideAccess({
      viewer: { id: "v", role: "student" },
      staff: false,
      lessonExists: true,
      preview: false,
      entitlements,
      now: noon,
    });
  const ended = { ...live, id: "ended", startsAt: days(-30), endsAt: days(-10) };
  const revoked = { ...live, id: "revoked", revokedAt: days(-3), revokedReason: "order-refunded" };
  const coming = { ...live, id: "coming", startsAt: days(7) };

  test("nothing was ever granted", () => expect(verdict(closedTo())).toBe("no-entitlement"));
  test("the end is the first moment without access", () => {
    expect(verdict(closedTo({ ...live, endsAt: noon }))).toBe("ended");
    expect(verdict(closedTo({ ...live, endsAt: new Date(noon.getTime() + 1) }))).toBe("entitlement");
  });
  test("the start is the first moment with access", () => {
    expect(verdict(closedTo({ ...live, startsAt: noon }))).toBe("entitlement");
    expect(verdict(closedTo({ ...live, startsAt: new Date(noon.getTime() + 1) }))).toBe("not-started");
  });
  test("what is still to come is named before what is spent", () => {
    expect(verdict(closedTo(ended, coming, revoked))).toBe("not-started");
  });
  test("of what is spent, what was lost last is named", () => {
    expect(verdict(closedTo(ended, revoked))).toBe("revoked");
    expect(verdict(closedTo({ ...ended, endsAt: days(-1) }, revoked))).toBe("ended");
  });
  test("a revoked entitlement that has also ended is revoked", () => {
    expect(verdict(closedTo({ ...revoked, endsAt: days(-1) }))).toBe("revoked");
  });
});

describe("the explanation", () => {
  test("is a whole sentence for every decision, and names the deciding entitlement", () => {
    fc.assert(
      fc.property(facts, (some) => {
        const decision = decideAccess(some);
        const words = explainAccess(decision);
        expect(words).toMatch(/^May (not )?open it.*\.$/);
        expect(words.startsWith("May not")).toBe(!decision.allowed);
        if (decision.evidence.entitlement) expect(words).toContain(decision.evidence.entitlement.id);
        for (const code of REVOKED_BY_MONEY) expect(words).not.toContain(code);
        expect(words).not.toMatch(/undefined|null|Invalid|\.\./);
      }),
    );
  });

  test("tells support when and why an order's access went", () => {
    const gone = { ...live, id: "e1", revokedAt: new Date("2026-05-03T09:00:00Z"), revokedReason: "order-refunded" };
    const free = { ...live, id: "e2", source: "free" as const, endsAt: days(-100) };
    const decision = decideAccess({
      viewer: { id: "v", role: "student" },
      staff: false,
      lessonExists: true,
      preview: false,
      entitlements: [gone, free],
      now: noon,
    });
    expect(explainAccess(decision)).toBe(
      "May not open it: a free enrolment (entitlement e2) ended on 14 August 2026. Also on record: a purchase (entitlement e1), revoked.",
    );
    expect(
      explainAccess(
        decideAccess({
          viewer: { id: "v", role: "student" },
          staff: false,
          lessonExists: true,
          preview: false,
          entitlements: [gone],
          now: noon,
        }),
      ),
    ).toBe("May not open it: a purchase (entitlement e1) was revoked on 3 May 2026. Reason: the order was refunded in full.");
  });
});
