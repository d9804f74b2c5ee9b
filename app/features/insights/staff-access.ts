/**
 * Who sees which course from behind the desk, and what of a learner's work. Every page of the instructor area asks
 * here; students do not get this far.
 */

export type StaffRole = "owner" | "editor" | "grader" | "viewer";

interface StaffFacts {
  viewer: { role: "student" | "instructor" | "admin" };
  /** The viewer's place on the staff of this course; null where they have none. */
  staffRole: StaffRole | null;
}

/** Admins see every course, instructors those that they are on the staff of, students none. */
export function maySeeCourse({ viewer, staffRole }: StaffFacts): boolean {
  if (viewer.role === "admin") return true;
  return viewer.role === "instructor" && staffRole !== null;
}

/**
 * The kinds of result that staff may read. What a questionnaire says of a person is theirs alone: staff see that the
 * lesson is completed, and nothing of the result. Answers are shown for no kind.
 */
export const RESULTS_FOR_STAFF: readonly string[] = ["graded"];

/** Who may change the rules for one student: whoever works on the course or grades in it. Viewers look on. */
export function mayAccommodate({ viewer, staffRole }: StaffFacts): boolean {
  if (!maySeeCourse({ viewer, staffRole })) return false;
  return viewer.role === "admin" || (staffRole !== null && staffRole !== "viewer");
}
