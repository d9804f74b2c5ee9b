import type { z } from "zod";
import { KEY_RULE } from "./fields.ts";
import type { Finding } from "./finding.ts";

/** Puts what zod found into an author's words. `data` is what was checked. */
export function explainIssue(issue: z.core.$ZodIssue, data: unknown): Finding {
  const path = issue.path.map((part) => (typeof part === "symbol" ? String(part) : part));
  const name = path.length > 0 ? `"${path.at(-1)}"` : "The file";
  const value = valueAt(data, path);
  if (value === undefined && path.length > 0) {
    const remedy =
      typeof path.at(-1) === "number" ? "Fill the entry, or remove it." : `Add "${path.at(-1)}:" with ${wanted(issue)}.`;
    return { path, message: `${name} is missing.`, remedy };
  }
  return { path, ...explainValue(issue, name, value) };
}

function explainValue(issue: z.core.$ZodIssue, name: string, value: unknown): { message: string; remedy: string } {
  switch (issue.code) {
    case "invalid_type":
      return {
        message: `${name} should be ${wanted(issue)}, but is ${describe(value)}.`,
        remedy:
          issue.expected === "string" && typeof value !== "object"
            ? `Put it in quotes: "${value}".`
            : `Write ${wanted(issue)} here.`,
      };
    case "invalid_format":
      if (issue.message === "key") {
        return { message: `${name} is not a key: ${describe(value)}.`, remedy: `Use ${KEY_RULE}, at most 64 characters.` };
      }
      if (issue.message === "percent") {
        return {
          message: `${name} is neither a number nor a percentage: ${describe(value)}.`,
          remedy: 'Write a number such as 0.1, or a percentage such as "5 %".',
        };
      }
      if (issue.message === "duration") {
        return {
          message: `${name} is not a length of time: ${describe(value)}.`,
          remedy: "Write a whole number and a unit, such as 90 minutes, 12 hours or 1 day.",
        };
      }
      if (issue.message === "local-time") {
        return {
          message: `${name} is neither a day nor a day with a time: ${describe(value)}.`,
          remedy: "Write a day such as 2027-01-31, or with a time such as 2027-01-31 18:00, without a time zone.",
        };
      }
      return {
        message: `${name} is not the path of a reading: ${describe(value)}.`,
        remedy: 'Write a path like "readings/secure.md".',
      };
    case "too_small":
    case "too_big":
      return explainSize(issue, name);
    case "invalid_value":
      return { message: `${name} cannot be ${describe(value)}.`, remedy: `Write one of: ${issue.values.join(", ")}.` };
    case "invalid_union":
      return {
        message: `${name} cannot be ${describe(value)}.`,
        remedy: `Write ${wanted(issue)}.`,
      };
    case "unrecognized_keys":
      return {
        message: `${issue.keys.map((key) => `"${key}"`).join(", ")} is not known here.`,
        remedy: "Remove it, or correct its name.",
      };
    default:
      return { message: `${name} is not right: ${issue.message}`, remedy: "Compare it with the description of instruments." };
  }
}

function explainSize(
  issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig,
  name: string,
): { message: string; remedy: string } {
  const small = issue.code === "too_small";
  const limit = small ? issue.minimum : issue.maximum;
  const bound = small ? (issue.inclusive === false ? "above" : "at least") : issue.inclusive === false ? "below" : "at most";
  if (issue.origin === "string") {
    return small && limit === 1
      ? { message: `${name} is empty.`, remedy: "Write something here." }
      : { message: `${name} is too ${small ? "short" : "long"}.`, remedy: `Use ${bound} ${limit} characters.` };
  }
  if (issue.origin === "array") {
    return { message: `${name} has too ${small ? "few" : "many"} entries.`, remedy: `Give ${bound} ${limit}.` };
  }
  return { message: `${name} is too ${small ? "low" : "high"}.`, remedy: `Give a number of ${bound} ${limit}.` };
}

function wanted(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_value") return `one of ${issue.values.join(", ")}`;
  if (issue.code === "invalid_union") return unionWords(issue);
  if (issue.code !== "invalid_type") return "";
  const words: Record<string, string> = {
    string: "a text",
    number: "a number",
    int: "a whole number",
    boolean: "true or false",
    array: "a list",
    object: "a group of fields",
    record: "a group of fields",
  };
  return words[issue.expected] ?? issue.expected;
}

/** A union that is told apart by a field lists what the field may hold; the others are two or three simple shapes. */
function unionWords(issue: z.core.$ZodIssueInvalidUnion): string {
  if (issue.inclusive !== false && "options" in issue && Array.isArray(issue.options))
    return `one of ${issue.options.join(", ")}`;
  const shapes = issue.errors.flatMap(([first]) => (first ? [wanted(first)] : []));
  return shapes.filter(Boolean).join(", or ");
}

function describe(value: unknown): string {
  if (value === null) return "empty";
  if (value === undefined) return "missing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a group of fields";
  const text = String(value);
  return typeof value === "string" ? `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}"` : text;
}

export function valueAt(data: unknown, path: (string | number)[]): unknown {
  let value = data;
  for (const part of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<string | number, unknown>)[part];
  }
  return value;
}
