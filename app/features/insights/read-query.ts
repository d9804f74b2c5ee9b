import { z } from "zod";

type Query<T> = { ok: true; query: T } | { ok: false; message: string };

/** Checks what stands behind the "?" of an address; of a field that stands there twice the last one counts. */
export function readQuery<Schema extends z.ZodType>(url: string, schema: Schema): Query<z.output<Schema>> {
  const parsed = schema.safeParse(Object.fromEntries(new URL(url).searchParams));
  if (parsed.success) return { ok: true, query: parsed.data };
  return { ok: false, message: parsed.error.issues.map((issue) => issue.message).join(" ") };
}

/** Words to look for, without control characters; empty: everything. */
export const searchWords = z
  .string()
  .default("")
  .transform((typed) => typed.replace(/\p{Cc}+/gu, " ").trim())
  .pipe(z.string().max(100, "Search for at most 100 characters."));

/** The number of a page, from 1. */
export const pageNumber = z
  .string()
  .regex(/^[1-9]\d{0,4}$/, "There is no such page of the list.")
  .default("1")
  .transform(Number);

/** The id of the last row of the page before. */
export const cursor = z
  .string()
  .regex(/^[0-9a-f-]{36}$/, "There is no such place in the list.")
  .optional();

/** True for what can be an id of ours. What cannot is not worth a query, and the driver refuses some of it. */
export function isId(text: string | undefined): text is string {
  return text !== undefined && /^[0-9a-f-]{36}$/.test(text);
}

/** The address of a list with these wishes; what is empty is left out. */
export function listAddress(path: string, query: Record<string, string | number | null | undefined>): string {
  const kept = Object.entries(query).filter(([, value]) => value !== "" && value !== null && value !== undefined);
  const parts = new URLSearchParams(kept.map(([name, value]) => [name, String(value)]));
  return parts.size === 0 ? path : `${path}?${parts}`;
}
