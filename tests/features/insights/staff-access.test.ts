import { expect, test } from "vitest";
import { maySeeCourse, type StaffRole } from "#app/features/insights/staff-access.ts";

const places: (StaffRole | null)[] = ["owner", "editor", "grader", "viewer", null];

test("admins see every course, whether they are on its staff or not", () => {
  for (const staffRole of places) expect(maySeeCourse({ viewer: { role: "admin" }, staffRole })).toBe(true);
});

test("instructors see the courses that they are on the staff of, in whatever place, and no other", () => {
  for (const staffRole of places) expect(maySeeCourse({ viewer: { role: "instructor" }, staffRole })).toBe(staffRole !== null);
});

test("students see none, also where a place on the staff was left behind", () => {
  for (const staffRole of places) expect(maySeeCourse({ viewer: { role: "student" }, staffRole })).toBe(false);
});
