/**
 * Who sees which course from behind the desk. Every page of the instructor area asks here; students do not get this far.
 * What they see of a learner's answers there, assessment/answer-policy.ts says.
 */

export const STAFF_ROLES = ["owner", "editor", "grader", "viewer"] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

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

/** Who may change the rules for one student: whoever works on the course or grades in it. Viewers look on. */
export function mayAccommodate({ viewer, staffRole }: StaffFacts): boolean {
  if (!maySeeCourse({ viewer, staffRole })) return false;
  return viewer.role === "admin" || (staffRole !== null && staffRole !== "viewer");
}

/** Who says who works on a course, and as what: its owners, and admins. */
export function mayManageStaff(facts: StaffFacts): boolean {
  return maySeeRevenue(facts);
}

/** Who gives the course to somebody without a payment: its owners, and admins. */
export function mayEnrol(facts: StaffFacts): boolean {
  return maySeeRevenue(facts);
}

/** Who sees what a course brings in: its owners, and admins. */
export function maySeeRevenue({ viewer, staffRole }: StaffFacts): boolean {
  return maySeeCourse({ viewer, staffRole }) && (viewer.role === "admin" || staffRole === "owner");
}
