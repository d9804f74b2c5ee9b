/** What the page of an attempt sends when it is sent as a form. */
export interface AnswerForm {
  /** The ticked values by item, for items with any. */
  given: Map<string, string[]>;
  /** What was ticked when the page was made. */
  shown: Map<string, string[]>;
}

/**
 * Field names: `item.KEY` for the controls of an item, `item.KEY.FIELD` where it has several fields, whose values are
 * then read as `FIELD=value`; `shown` for what the page showed.
 */
const PREFIX = "item.";
export const SHOWN_FIELD = "shown";

export function readAnswerForm(form: FormData): AnswerForm {
  const given = new Map<string, string[]>();
  for (const [name, value] of form) {
    if (!name.startsWith(PREFIX) || typeof value !== "string") continue;
    // An empty control stands for no answer.
    if (value === "") continue;
    const [key = "", field] = name.slice(PREFIX.length).split(".");
    // Forms send line breaks as two signs.
    const text = value.replace(/\r\n?/g, "\n");
    given.set(key, [...(given.get(key) ?? []), field === undefined ? text : `${field}=${text}`]);
  }
  return { given, shown: readShown(form.get(SHOWN_FIELD)) };
}

/** The text that a control of this name shows for an answer: the way back. */
export function textOfControl(name: string, values: string[]): string {
  const field = name.slice(PREFIX.length).split(".")[1];
  if (field === undefined) return values[0] ?? "";
  return values.find((value) => value.startsWith(`${field}=`))?.slice(field.length + 1) ?? "";
}

/** A field that was tampered with is as good as none: then everything that is ticked counts as changed. */
function readShown(field: unknown): Map<string, string[]> {
  const shown = new Map<string, string[]>();
  try {
    const data: unknown = JSON.parse(typeof field === "string" ? field : "{}");
    for (const [key, values] of Object.entries(data ?? {})) {
      if (Array.isArray(values) && values.every((value) => typeof value === "string")) shown.set(key, values);
    }
  } catch {
    // not JSON
  }
  return shown;
}

export function writeShown(values: Map<string, string[]>): string {
  return JSON.stringify(Object.fromEntries(values));
}
