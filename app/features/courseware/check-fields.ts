import type { z } from "zod";
import type { Findings } from "./fault.ts";
import type { FieldPath, YamlFile } from "./yaml-file.ts";

/**
 * Checks fields against a strict schema and returns them, with defaults. Unknown fields are warnings, everything else
 * is a fault, each at its line. Every field's own error text says what belongs there: it becomes the remedy.
 */
export function checkFields<Fields>(
  schema: z.ZodType<Fields>,
  yaml: Pick<YamlFile, "file" | "data" | "lineOf">,
  findings: Findings,
): Fields | undefined {
  const { file, lineOf } = yaml;
  const issues = flatten(schema.safeParse(yaml.data, { reportInput: true }).error?.issues ?? []);
  const data = structuredClone(yaml.data);
  let whole = true;
  for (const issue of issues) {
    if (issue.code === "unrecognized_keys") {
      for (const key of issue.keys) {
        const path = [...issue.path, key];
        const remedy = "Remove it, or correct its name. It is kept, and nothing reads it.";
        findings.warn({ file, line: lineOf(path), message: `The field ${nameOf(path)} is not known.`, remedy });
        forget(data, path);
      }
    } else {
      whole = false;
      findings.fault({ file, line: lineOf(issue.path), message: explain(issue), remedy: remedyOf(issue) });
    }
  }
  return whole ? schema.parse(data) : undefined;
}

type Issue = Omit<z.core.$ZodIssue, "path"> & z.core.$ZodIssue & { path: (string | number)[] };

/** Of a choice between shapes, the issues of the shape that the author most likely meant. */
function flatten(issues: readonly z.core.$ZodIssue[], prefix: FieldPath = []): Issue[] {
  return issues.flatMap((issue) => {
    const path = [...prefix, ...(issue.path as (string | number)[])];
    if (issue.code !== "invalid_union") return [{ ...issue, path } as Issue];
    const branches = issue.errors.map((errors) => flatten(errors, path));
    const best = branches.sort((a, b) => distance(a, path) - distance(b, path))[0];
    if (!best || best.some((inner) => inner.path.length === path.length && inner.code === "invalid_type"))
      return [{ ...issue, path } as Issue];
    return best;
  });
}

function distance(issues: Issue[], path: FieldPath): number {
  let sum = 0;
  for (const issue of issues) {
    const ofWhole = issue.path.length === path.length && issue.code !== "unrecognized_keys";
    sum += ofWhole ? 100 : issue.code === "unrecognized_keys" ? 2 : 1;
  }
  return sum;
}

function explain(issue: Issue): string {
  const name = nameOf(issue.path);
  const { input } = issue;
  if (issue.path.length === 0) return "There are no fields here.";
  if (input === undefined) return `The field ${name} is missing.`;
  if (input === null || input === "") return `The field ${name} is empty.`;
  if (issue.code === "too_big") return `The field ${name} is ${amount(input, "too long", "too large")}.`;
  if (issue.code === "too_small") return `The field ${name} is ${amount(input, "too short", "too small")}.`;
  return `The field ${name} cannot be ${show(input)}.`;
}

function amount(input: unknown, ofText: string, ofNumber: string): string {
  if (typeof input === "string") return `${ofText} (${[...input].length} characters)`;
  if (Array.isArray(input)) return `${ofText} (${input.length} entries)`;
  return `${ofNumber} (${show(input)})`;
}

function show(input: unknown): string {
  if (Array.isArray(input)) return "a list";
  if (input && typeof input === "object") return "a set of fields";
  const text = typeof input === "string" ? `"${input}"` : String(input);
  return text.length > 60 ? `${text.slice(0, 57)}..."` : text;
}

function remedyOf(issue: Issue): string {
  if (issue.path.length === 0) return "Write the fields as `name: value`, one on a line.";
  return issue.input === undefined ? `Add \`${String(issue.path.at(-1))}\`: ${issue.message}.` : `Give ${issue.message}.`;
}

function nameOf(path: FieldPath): string {
  let name = "";
  for (const step of path) name += typeof step === "number" ? `[${step + 1}]` : name === "" ? step : `.${step}`;
  return `\`${name}\``;
}

function forget(data: unknown, path: FieldPath): void {
  let holder = data;
  for (const step of path.slice(0, -1)) holder = (holder as Record<string | number, unknown>)[step];
  delete (holder as Record<string | number, unknown>)[path.at(-1)!];
}
