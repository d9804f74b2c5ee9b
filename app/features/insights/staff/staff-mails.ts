import type { StaffRole } from "../staff-access.ts";
import { ROLE_WORDS } from "./staff-words.ts";

/** To who is new on the staff of a course. */
export function joinedStaffMail(ask: { title: string; by: string; role: StaffRole; page: string }): {
  kind: string;
  subject: string;
  text: string;
} {
  const { title, by, role, page } = ask;
  const lines = [
    `${by} has put you on the staff of ${title}, as ${role === "owner" || role === "editor" ? "an" : "a"} ${role}.`,
    ROLE_WORDS[role],
    `You find the course here:\n${page}`,
  ];
  return { kind: "joined-staff", subject: `You are on the staff of ${title}`, text: `${lines.join("\n\n")}\n` };
}
