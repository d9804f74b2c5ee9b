import { parseWithZod } from "@conform-to/zod/v4";
import type { z } from "zod";

/** What a page needs to show a form again: what was typed, passwords excepted, and what is wrong with it. */
export interface FormReply {
  values: Record<string, string>;
  /** By field; under "" what is wrong with the form as a whole. */
  errors: Record<string, string[]>;
}

export type ParsedForm<T> =
  | { ok: true; value: T; refuse(errors: Record<string, string>): FormReply }
  | { ok: false; reply: FormReply };

/** Checks a form's fields. `refuse` is for what only the command could tell is wrong. */
export function parseForm<Schema extends z.ZodType>(form: FormData, schema: Schema): ParsedForm<z.output<Schema>> {
  const values: Record<string, string> = {};
  for (const [name, value] of form) {
    if (typeof value === "string" && !/password/i.test(name)) values[name] = value;
  }
  const submission = parseWithZod(form, { schema });
  if (submission.status === "success") {
    const refuse = (errors: Record<string, string>): FormReply => ({
      values,
      errors: Object.fromEntries(Object.entries(errors).map(([field, message]) => [field, [message]])),
    });
    return { ok: true, value: submission.value, refuse };
  }
  const errors: Record<string, string[]> = {};
  for (const [field, messages] of Object.entries(submission.error ?? {})) if (messages) errors[field] = messages;
  return { ok: false, reply: { values, errors } };
}
