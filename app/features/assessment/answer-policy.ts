/**
 * Who may see what of an attempt. Every query on answers, and on what a questionnaire says of a person, asks here before
 * it reads for somebody else than the owner: `answers.queries.server.ts`. Pure.
 */

/** "done" is that and when it was handed in, and nothing of what came of it. */
export const PARTS = ["done", "result", "answers"] as const;
export type Part = (typeof PARTS)[number];

export type ShareScope = "result" | "result_and_answers";

export interface AnswerFacts {
  viewer: { id: string; role: "student" | "instructor" | "admin" } | null;
  /** The viewer's place on the staff of the attempt's course; null where they have none. */
  staffRole: "owner" | "editor" | "grader" | "viewer" | null;
  ownerId: string;
  /** Of the instrument: a check, or a questionnaire about oneself. */
  kind: "graded" | "profile";
  /** What the owner shares at this moment. */
  share: ShareScope | null;
}

export type AnswerDecision =
  | { allowed: true; because: "own" | "staff" | "admin" | "shared" }
  | { allowed: false; reason: "signed-out" | "somebody-elses" | "not-shared" | "answers-not-shared" };

/**
 * A person sees all of their own. Who runs the course sees checks whole, and of a questionnaire that it was done; its
 * result and its answers only as far as the owner shares them at this moment. An admin runs every course, and has no more
 * right to a questionnaire than its instructors. For everybody else there is no such attempt.
 */
export function decideAnswers(part: Part, { viewer, staffRole, ownerId, kind, share }: AnswerFacts): AnswerDecision {
  if (!viewer) return { allowed: false, reason: "signed-out" };
  if (viewer.id === ownerId) return { allowed: true, because: "own" };
  const onStaff = viewer.role !== "student" && staffRole !== null;
  if (!onStaff && viewer.role !== "admin") return { allowed: false, reason: "somebody-elses" };
  if (part === "done" || kind === "graded") return { allowed: true, because: onStaff ? "staff" : "admin" };
  if (share === null) return { allowed: false, reason: "not-shared" };
  if (part === "answers" && share !== "result_and_answers") return { allowed: false, reason: "answers-not-shared" };
  return { allowed: true, because: "shared" };
}

/** The kinds of instrument whose results every member of the staff may read, for statements about many people. */
export const RESULTS_FOR_STAFF: readonly string[] = ["graded"];

/** With fewer people a figure could be traced to one of them. */
export const FEWEST_PEOPLE = 10;

/**
 * People come into the figures of a questionnaire in groups of at least so many, and leave them with their whole group.
 * So what two looks at the figures differ by is never the answers of fewer people, and one person's cannot be reckoned
 * from it.
 */
export const FEWEST_AT_ONCE = 5;

export function mayShowFigures(people: number): boolean {
  return people >= FEWEST_PEOPLE;
}

/** Whether those who are waiting may come into a questionnaire's figures now, together, beside those who are `shown`. */
export function mayJoinFigures({ waiting, shown }: { waiting: number; shown: number }): boolean {
  return waiting >= FEWEST_AT_ONCE && mayShowFigures(shown + waiting);
}
