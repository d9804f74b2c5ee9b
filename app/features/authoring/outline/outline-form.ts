import { z } from "zod";
import { formText } from "../form-text.ts";
import type { OutlineEdit } from "./edit-outline.ts";

const UNKNOWN = "The outline has no such button. Open the page again.";

/**
 * A button of the outline says what it does in one value, "move-lesson/-1/opening/why": names of folders and files hold
 * no slash. Fields beside it are the title, the summary and the place to move to.
 */
export const outlineForm = z
  .object({
    edit: formText(UNKNOWN).max(1_000, UNKNOWN),
    title: formText().trim().max(160, "Write at most 160 characters.").optional(),
    summary: formText().trim().max(500, "Write at most 500 characters.").optional(),
    to: z.string().max(300).optional(),
    at: z.coerce.number().int().min(0).max(10_000).optional(),
  })
  .superRefine(({ edit, title }, context) => {
    if (/^(add|rename)-/.test(edit) && !title) context.addIssue({ code: "custom", path: ["title"], message: "Write a title." });
  });

/** What a sent form asks for; null where nothing here sends such a form. */
export function readOutlineEdit({ edit, title = "", summary = "", to, at }: z.output<typeof outlineForm>): OutlineEdit | null {
  const [act, ...names] = edit.split("/");
  const [module = "", lesson = ""] = names;
  switch (act) {
    case "add-module":
      return { do: act, title, summary };
    case "rename-module":
      return { do: act, module, title, summary };
    case "duplicate-module":
    case "hide-module":
    case "show-module":
    case "delete-module":
      return { do: act, module };
    case "add-lesson":
      return { do: act, module, title };
    case "rename-lesson":
      return { do: act, module, lesson, title };
    case "duplicate-lesson":
    case "hide-lesson":
    case "show-lesson":
    case "delete-lesson":
      return { do: act, module, lesson };
    case "place-module":
      return at === undefined ? null : { do: act, module, at };
    case "place-lesson":
      return to ? { do: act, module, lesson, to, ...(at !== undefined && { at }) } : null;
    case "move-module":
      return { do: act, by: names[0] === "-1" ? -1 : 1, module: names[1] ?? "" };
    case "move-lesson":
      return { do: act, by: names[0] === "-1" ? -1 : 1, module: names[1] ?? "", lesson: names[2] ?? "" };
    default:
      return null;
  }
}
