interface Facts {
  viewer: { role: "student" | "instructor" | "admin" };
  /** The viewer's place on the staff of this course; null where they have none. */
  staffRole: "owner" | "editor" | "grader" | "viewer" | null;
}

/** Who may change the draft of a course, and publish it: its owners and editors who are instructors, and admins. */
export function mayEditCourse({ viewer, staffRole }: Facts): boolean {
  if (viewer.role === "admin") return true;
  return viewer.role === "instructor" && (staffRole === "owner" || staffRole === "editor");
}
