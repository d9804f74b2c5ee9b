import { db } from "#app/platform/db.server.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import { aStudent } from "./people.ts";

interface EnrolmentGiven extends Partial<Omit<Prisma.EnrolmentUncheckedCreateInput, "progress" | "attempts">> {
  /** Somebody new where it is left out. */
  user?: { id: string };
  course: { courseId: string; releaseId: string };
  /** Keys of lessons, completed at `at`. */
  completed?: string[];
  /** Keys of lessons that were opened and not completed. */
  viewed?: string[];
  at?: Date;
}

/** Somebody's learning state in a course, on its release unless another one is given. */
export async function anEnrolment({ user, course, completed = [], viewed = [], at = new Date(), ...given }: EnrolmentGiven) {
  const { id: userId } = user ?? (await aStudent());
  const enrolment = await db.enrolment.create({
    data: { userId, courseId: course.courseId, releaseId: course.releaseId, lastSeenAt: at, ...given },
  });
  const row = { enrolmentId: enrolment.id, firstViewedAt: at, lastViewedAt: at };
  await db.lessonProgress.createMany({
    data: [
      ...completed.map((lessonKey) => ({ ...row, lessonKey, completedAt: at, completedOn: enrolment.releaseId })),
      ...viewed.map((lessonKey) => ({ ...row, lessonKey })),
    ],
  });
  return enrolment;
}

/** Puts somebody on the staff of a course. */
export async function onStaff(
  user: { id: string },
  course: { courseId: string },
  role: "owner" | "editor" | "grader" | "viewer" = "owner",
) {
  await db.courseStaff.create({ data: { userId: user.id, courseId: course.courseId, role } });
}
