import { z } from "zod";
import { formText } from "./form-text.ts";

const words = (max: number) => formText().trim().max(max, `Write at most ${max} characters.`).default("");

/** The first words of a course. Only the title is needed now: what is missing the checker says before publishing. */
export const newCourseForm = z.object({
  intent: z.literal("new"),
  title: formText("Write a title.").trim().min(1, "Write a title.").max(160, "Write at most 160 characters."),
  tagline: words(140),
  summary: words(5_000),
  outcomes: words(3_000),
  teacher: words(160),
  bio: words(1_000),
});
/** The title of a copy of a course. */
export const duplicateForm = z.object({
  intent: z.literal("duplicate"),
  course: z.string().max(64),
  title: newCourseForm.shape.title,
});

export type NewCourse = z.output<typeof newCourseForm>;
