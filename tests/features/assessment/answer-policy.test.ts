import { expect, test } from "vitest";
import {
  type AnswerFacts,
  decideAnswers,
  FEWEST_AT_ONCE,
  FEWEST_PEOPLE,
  mayJoinFigures,
  mayShowFigures,
  PARTS,
} from "#app/features/assessment/answer-policy.ts";

const ROLES = ["student", "instructor", "admin"] as const;
const PLACES = ["owner", "editor", "grader", "viewer"] as const;
const OWNER = "the-owner";

type Viewer = Pick<AnswerFacts, "viewer" | "staffRole">;
const somebody = (role: (typeof ROLES)[number], staffRole: AnswerFacts["staffRole"] = null): Viewer => ({
  viewer: { id: "somebody", role },
  staffRole,
});

/** Everybody there is, by what the table below calls them. */
const VIEWERS: Record<string, Viewer[]> = {
  nobody: [null, ...PLACES].map((staffRole) => ({ viewer: null, staffRole })),
  theOwner: ROLES.flatMap((role) => [null, ...PLACES].map((staffRole) => ({ viewer: { id: OWNER, role }, staffRole }))),
  // A place on the staff that was left behind gives a student nothing.
  aStudent: [null, ...PLACES].map((place) => somebody("student", place)),
  anotherInstructor: [somebody("instructor")],
  theStaff: PLACES.flatMap((place) => [somebody("instructor", place)]),
  anAdmin: [null, ...PLACES].map((place) => somebody("admin", place)),
};

/** What each sees: done, result, answers. */
const TABLE: Record<string, Record<"nobody" | "theOwner" | "aStudent" | "anotherInstructor" | "theStaff" | "anAdmin", string>> = {
  "graded, not shared": row("- - -", "x x x", "- - -", "- - -", "x x x", "x x x"),
  "graded, result": row("- - -", "x x x", "- - -", "- - -", "x x x", "x x x"),
  "graded, result_and_answers": row("- - -", "x x x", "- - -", "- - -", "x x x", "x x x"),
  "profile, not shared": row("- - -", "x x x", "- - -", "- - -", "x - -", "x - -"),
  "profile, result": row("- - -", "x x x", "- - -", "- - -", "x x -", "x x -"),
  "profile, result_and_answers": row("- - -", "x x x", "- - -", "- - -", "x x x", "x x x"),
};

function row(nobody: string, theOwner: string, aStudent: string, anotherInstructor: string, theStaff: string, anAdmin: string) {
  return { nobody, theOwner, aStudent, anotherInstructor, theStaff, anAdmin };
}

test("every viewer sees of every kind of attempt what the table says, and nothing else", () => {
  let cases = 0;
  for (const kind of ["graded", "profile"] as const) {
    for (const share of [null, "result", "result_and_answers"] as const) {
      for (const [who, viewers] of Object.entries(VIEWERS)) {
        for (const viewer of viewers) {
          const facts = { ...viewer, ownerId: OWNER, kind, share };
          const seen = PARTS.map((part) => (decideAnswers(part, facts).allowed ? "x" : "-")).join(" ");
          const name = `${kind}, ${share ?? "not shared"}`;
          expect(seen, `${name}: ${who} ${JSON.stringify(viewer)}`).toBe(TABLE[name]![who as keyof (typeof TABLE)[string]]);
          cases += PARTS.length;
        }
      }
    }
  }
  // All of them: with or without a viewer, three roles, owner or not, five places, two kinds, three shares, three parts.
  expect(cases).toBe((5 + 3 * 2 * 5) * 2 * 3 * 3);
});

test("decisions are named, and an admin has no more right to a questionnaire than an instructor of the course", () => {
  const of = (viewer: Viewer, share: AnswerFacts["share"], kind: AnswerFacts["kind"] = "profile") => ({
    ...{ ...viewer, ownerId: OWNER, kind, share },
  });
  const instructor = somebody("instructor", "owner");
  expect(decideAnswers("answers", of({ viewer: null, staffRole: null }, null))).toEqual({ allowed: false, reason: "signed-out" });
  expect(decideAnswers("done", of(somebody("student"), null))).toEqual({ allowed: false, reason: "somebody-elses" });
  expect(decideAnswers("result", of(instructor, null))).toEqual({ allowed: false, reason: "not-shared" });
  expect(decideAnswers("answers", of(instructor, "result"))).toEqual({ allowed: false, reason: "answers-not-shared" });
  expect(decideAnswers("result", of(instructor, "result"))).toEqual({ allowed: true, because: "shared" });
  expect(decideAnswers("answers", of(instructor, null, "graded"))).toEqual({ allowed: true, because: "staff" });
  expect(decideAnswers("answers", of(somebody("admin"), null, "graded"))).toEqual({ allowed: true, because: "admin" });
  expect(decideAnswers("answers", of({ viewer: { id: OWNER, role: "student" }, staffRole: null }, null))).toEqual({
    allowed: true,
    because: "own",
  });
  for (const share of [null, "result", "result_and_answers"] as const) {
    for (const part of PARTS) {
      expect(decideAnswers(part, of(somebody("admin"), share)).allowed).toBe(decideAnswers(part, of(instructor, share)).allowed);
    }
  }
});

test("figures need ten people, and later ones come in five at a time", () => {
  expect([FEWEST_PEOPLE, FEWEST_AT_ONCE]).toEqual([10, 5]);
  expect([0, 9, 10, 11].map(mayShowFigures)).toEqual([false, false, true, true]);
  expect(mayJoinFigures({ shown: 0, waiting: 9 })).toBe(false);
  expect(mayJoinFigures({ shown: 0, waiting: 10 })).toBe(true);
  expect(mayJoinFigures({ shown: 10, waiting: 4 })).toBe(false);
  expect(mayJoinFigures({ shown: 10, waiting: 5 })).toBe(true);
  // A group that was left: those who are left and those who wait are ten again.
  expect(mayJoinFigures({ shown: 5, waiting: 5 })).toBe(true);
});
