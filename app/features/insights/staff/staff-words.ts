import type { StaffRole } from "../staff-access.ts";
import type { SetStaffRole } from "./set-staff-role.server.ts";

/** What somebody may do on a course. */
export const ROLE_WORDS: Record<StaffRole, string> = {
  owner: "Owners do everything: they write and publish, grade, see what the course brings in, and say who is on its staff.",
  editor: "Editors write and publish, and see and grade its students.",
  grader: "Graders see its students, grade their work and change the rules for one of them.",
  viewer: "Viewers see its students and figures, and change nothing.",
};

type Reason = Extract<SetStaffRole, { status: "refused" }>["reason"];

/** What is said where nothing was changed, and beside which field. */
export const STAFF_REFUSALS: Record<Reason, { field: string; message: string }> = {
  "not-allowed": { field: "", message: "Only owners of the course and admins may change its staff." },
  "no-such-instructor": {
    field: "email",
    message:
      "No instructor has this address. Whoever signs up is a student first; an admin makes them an instructor under People.",
  },
  "on-staff-already": { field: "email", message: "They are on the staff already. Change their role in the list." },
  "last-owner": { field: "", message: "A course has one owner at least. Make somebody else an owner first." },
};
