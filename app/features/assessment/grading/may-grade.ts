export type StaffRole = "owner" | "editor" | "grader" | "viewer";

/**
 * Who reads and grades the work of a course's students: admins, and instructors on its staff who do more than look.
 * Their own work they do not: the commands and queries leave it out.
 */
export function mayGrade(facts: {
  viewer: { role: "student" | "instructor" | "admin" };
  /** The viewer's place on the staff of the course; null where they have none. */
  staffRole: StaffRole | null;
}): boolean {
  const { viewer, staffRole } = facts;
  if (viewer.role === "admin") return true;
  return viewer.role === "instructor" && staffRole !== null && staffRole !== "viewer";
}
