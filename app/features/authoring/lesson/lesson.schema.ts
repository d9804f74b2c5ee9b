import { z } from "zod";
import { formText } from "../form-text.ts";

/** What the plain form of a lesson sends. What the fields may hold the checker says: a draft may be unfinished. */
export const lessonForm = z.object({
  intent: z.enum(["save", "preview"]).default("save"),
  openedPath: formText().min(1).max(1_000),
  basedOn: z.coerce.number().int().min(1).max(1e9),
  title: formText().max(1_000).default(""),
  summary: formText().max(5_000).default(""),
  minutes: formText().max(100).default(""),
  source: formText().default(""),
});

/** The source of a text of 1 MiB takes up to three bytes a byte in a form. */
export const MOST_OF_LESSON = 3_500_000;
