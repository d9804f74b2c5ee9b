import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type AttemptLimits,
  deadlineOf,
  decideStart,
  type FormerAttempt,
  GRACE_SECONDS,
  isOverdue,
  limitsOf,
  NO_TERMS,
  type PersonalTerms,
} from "#app/features/assessment/attempt-rules.ts";
import { standingOf } from "#app/features/assessment/attempt-standing.ts";
import { aCheck, aProfile, compiled } from "#tests/support/assessment-builders.ts";

const MINUTE = 60_000;
const START = Date.UTC(2027, 0, 1);
const at = (minutes: number) => new Date(START + minutes * MINUTE);

const someTerms: fc.Arbitrary<PersonalTerms> = fc.record({
  timeZone: fc.constantFrom(null, "Europe/Berlin", "Pacific/Auckland", "America/New_York"),
  extraAttempts: fc.nat(5),
  extraMinutes: fc.nat(90),
  closes: fc.constantFrom(null, "2027-01-20", "2027-02-20", "2027-02-20 12:00"),
});

const someRules = fc.record(
  {
    attempts: fc.integer({ min: 1, max: 5 }),
    minutes: fc.integer({ min: 1, max: 120 }),
    wait: fc.constantFrom("30 minutes", "5 hours", "2 days"),
    opens: fc.constantFrom("2027-01-01", "2027-01-03 09:00"),
    closes: fc.constantFrom("2027-01-10", "2027-01-31 18:00"),
    grade: fc.constantFrom("highest", "latest", "first", "average"),
  },
  { requiredKeys: [] },
);

/** A learner who starts and hands in by the rules, tried at random moments: what they were let do. */
function live(limits: AttemptLimits, tries: { after: number; takes: number; percent: number }[]): FormerAttempt[] {
  const former: FormerAttempt[] = [];
  let now = START - 3 * 24 * 60 * MINUTE;
  tries.forEach(({ after, takes, percent }, index) => {
    now += after * MINUTE;
    const decision = decideStart(limits, former, new Date(now));
    if (decision.start !== "new") return;
    const deadlineAt = deadlineOf(new Date(now), limits);
    now = Math.min(now + takes * MINUTE, deadlineAt?.getTime() ?? Number.POSITIVE_INFINITY);
    const passed = limits.passMark !== null && percent >= limits.passMark;
    former.push({
      ...{ id: `a${index}`, number: decision.number, open: false, deadlineAt, submittedAt: new Date(now) },
      ...{ passed, percent },
    });
  });
  return former;
}

const someTries = fc.array(fc.record({ after: fc.nat(3 * 24 * 60), takes: fc.nat(200), percent: fc.nat(100) }), {
  maxLength: 25,
});

test("whatever is tried, no attempt is too many, too soon, too early, too late or after passing", () => {
  fc.assert(
    fc.property(someRules, someTerms, someTries, (rules, terms, tries) => {
      const limits = limitsOf(compiled(aCheck(rules)), terms);
      const made = live(limits, tries);
      expect(made.map(({ number }) => number)).toEqual(made.map((_, index) => index + 1));
      if (rules.attempts !== undefined) expect(made.length).toBeLessThanOrEqual(rules.attempts + terms.extraAttempts);
      made.forEach(({ submittedAt, deadlineAt }, index) => {
        const startedBy = deadlineAt && rules.minutes !== undefined ? deadlineAt.getTime() : null;
        expect(submittedAt!.getTime()).toBeLessThanOrEqual(deadlineAt?.getTime() ?? Number.POSITIVE_INFINITY);
        if (limits.closesAt) expect(submittedAt!.getTime()).toBeLessThanOrEqual(limits.closesAt.getTime());
        if (startedBy) expect(startedBy).toBeLessThanOrEqual(submittedAt!.getTime() + limits.minutes! * MINUTE);
        const next = made[index + 1];
        if (next)
          expect(next.submittedAt!.getTime() - submittedAt!.getTime()).toBeGreaterThanOrEqual(limits.waitMinutes * MINUTE);
        if (limits.opensAt) expect(submittedAt!.getTime()).toBeGreaterThanOrEqual(limits.opensAt.getTime());
      });
      if (limits.grade === "highest") expect(made.slice(0, -1).every(({ passed }) => !passed)).toBe(true);
    }),
    { numRuns: 500 },
  );
});

test("what staff grant never narrows a limit, and makes none where there is none", () => {
  fc.assert(
    fc.property(someRules, someTerms, (rules, terms) => {
      const instrument = compiled(aCheck(rules));
      const own = limitsOf(instrument, { ...NO_TERMS, timeZone: terms.timeZone });
      const widened = limitsOf(instrument, terms);
      for (const limit of ["attempts", "minutes", "closesAt"] as const) {
        if (own[limit] === null) expect(widened[limit]).toBeNull();
        else expect(Number(widened[limit])).toBeGreaterThanOrEqual(Number(own[limit]));
      }
      expect({ ...widened, attempts: 0, minutes: 0, closesAt: 0 }).toEqual({ ...own, attempts: 0, minutes: 0, closesAt: 0 });
    }),
  );
});

test("a deadline is the end of the time or the moment of closing, whichever comes first", () => {
  const closesAt = at(60);
  expect(deadlineOf(at(0), { minutes: null, closesAt: null })).toBeNull();
  expect(deadlineOf(at(0), { minutes: 20, closesAt: null })).toEqual(at(20));
  expect(deadlineOf(at(0), { minutes: null, closesAt })).toEqual(closesAt);
  expect(deadlineOf(at(30), { minutes: 20, closesAt })).toEqual(at(50));
  expect(deadlineOf(at(55), { minutes: 20, closesAt })).toEqual(closesAt);
});

test("answers in flight have thirty seconds of grace", () => {
  expect(GRACE_SECONDS).toBe(30);
  expect(isOverdue(at(0), new Date(START + 30_000))).toBe(false);
  expect(isOverdue(at(0), new Date(START + 30_001))).toBe(true);
});

test("waiting is reckoned from the deadline where the server came late to hand in", () => {
  const limits = limitsOf(compiled(aCheck({ minutes: 10, wait: "1 hour" })));
  const late = { id: "a", number: 1, open: false, deadlineAt: at(10), submittedAt: at(500), passed: false, percent: 0 };
  expect(decideStart(limits, [late], new Date(at(70).getTime() - 1))).toEqual({ start: "refused", reason: "too-soon" });
  expect(decideStart(limits, [late], at(70))).toEqual({ start: "new", number: 2 });
});

test("days are those of the student's own clock", () => {
  const check = compiled(aCheck({ opens: "2027-01-10", closes: "2027-01-10" }));
  const reasonAt = (moment: string, timeZone: string | null) => {
    const decision = decideStart(limitsOf(check, { ...NO_TERMS, timeZone }), [], new Date(moment));
    return decision.start === "refused" ? decision.reason : decision.start;
  };
  // Ten in the morning in Auckland, and still the day before in New York.
  expect(reasonAt("2027-01-09T21:00:00Z", "Pacific/Auckland")).toBe("new");
  expect(reasonAt("2027-01-09T21:00:00Z", "America/New_York")).toBe("not-open-yet");
  expect(reasonAt("2027-01-10T23:00:00Z", "Pacific/Auckland")).toBe("closed");
  expect(reasonAt("2027-01-10T23:00:00Z", "America/New_York")).toBe("new");
  expect(reasonAt("2027-01-10T23:59:59.999Z", null)).toBe("new");
  expect(reasonAt("2027-01-11T00:00:00Z", null)).toBe("closed");
});

test("a profile can be taken again, waits and closes like a check, and is never passed", () => {
  const limits = limitsOf(compiled(aProfile({ wait: "1 day" })));
  const done = { id: "a", number: 1, open: false, deadlineAt: null, submittedAt: at(0), passed: true, percent: null };
  expect(decideStart(limits, [done], at(60))).toEqual({ start: "refused", reason: "too-soon" });
  expect(decideStart(limits, [done], at(24 * 60))).toEqual({ start: "new", number: 2 });
});

test("where a person stands agrees with what starting would do, and says from when on", () => {
  fc.assert(
    fc.property(someRules, someTerms, someTries, fc.integer({ min: -5_000, max: 60_000 }), (rules, terms, tries, minutes) => {
      const check = compiled(aCheck(rules));
      const limits = limitsOf(check, terms);
      const former = live(limits, tries);
      const standing = standingOf(check, terms, former, at(minutes));
      const decision = decideStart(limits, former, at(minutes));
      expect(standing.refusal).toBe(decision.start === "refused" ? decision.reason : null);
      const waits = standing.refusal === "too-soon" || standing.refusal === "not-open-yet";
      expect(standing.nextAt !== null).toBe(waits);
      if (!standing.nextAt) return;
      expect(standing.nextAt.getTime()).toBeGreaterThan(at(minutes).getTime());
      const justBefore = decideStart(limits, former, new Date(standing.nextAt.getTime() - 1));
      expect(justBefore.start).toBe("refused");
      if (standing.refusal === "too-soon" && !standing.closesBeforeNext)
        expect(decideStart(limits, former, standing.nextAt).start).toBe("new");
    }),
    { numRuns: 300 },
  );
});
