import { z } from "zod";
import { DURATION, LOCAL_TIME } from "./local-time.ts";

/** The rules of attempts as an author writes them: docs/course-folder.md, "The rules of attempts". */

/** Such as `1 day`. */
export const durationField = z.string().trim().regex(DURATION, { error: "duration" });

/** Such as `2027-01-10` or `2027-01-10 09:00`, read in each student's own time zone. */
export const localTimeField = z.string().trim().regex(LOCAL_TIME, { error: "local-time" });

const GRADE_POLICIES = ["highest", "latest", "first", "average"] as const;
export type GradePolicy = (typeof GRADE_POLICIES)[number];

const REVIEW_TIMES = ["always", "after-passing", "after-last-attempt", "after-closing", "never"] as const;
export type ReviewTime = (typeof REVIEW_TIMES)[number];

export const gradeField = z.enum(GRADE_POLICIES);

const reviewTime = z.enum(REVIEW_TIMES);

/** What the page of a result shows, and from when on. */
export const reviewField = z.strictObject({
  /** The points and the percentage. */
  score: reviewTime.optional(),
  /** Whether each answer was right. */
  marks: reviewTime.optional(),
  /** The right answers. */
  answers: reviewTime.optional(),
  feedback: reviewTime.optional(),
});
export type ReviewPart = keyof z.infer<typeof reviewField>;

/** What holds where an author says nothing. */
export const USUAL_REVIEW: Record<ReviewPart, ReviewTime> = {
  score: "always",
  marks: "always",
  answers: "after-last-attempt",
  feedback: "always",
};
