import { z } from "zod";
import { isStorable } from "#app/features/courseware/yaml-file.ts";

/** A text of a form as files and the database can keep it. */
export const formText = (error = "Write something here.") =>
  z.string({ error }).refine(isStorable, "Take out the control characters: a text of a course has none.");
