import { z } from "zod";
import type { Data } from "./build/choice-item.ts";

/**
 * What our items have and another format has no place for is written as tags of the question (`courageous:credit=partial`):
 * Moodle keeps them, and a later import reads them back.
 */
const PREFIX = "courageous:";

const rule = z.enum(["ignore", "exact"]);
const number = z.coerce.number();
/** The fields, by the kind of item that has them. */
const FIELDS: Record<string, Record<string, z.ZodType>> = {
  "single-choice": { shuffle: z.literal("true").transform(() => true) },
  "multiple-choice": {
    shuffle: z.literal("true").transform(() => true),
    credit: z.enum(["all-or-nothing", "partial", "shares"]),
  },
  "short-text": { accents: rule, spacing: rule, punctuation: rule, case: rule, maxLength: number },
  matching: { credit: z.enum(["per-pair", "partial", "all-or-nothing"]) },
  "long-text": { minWords: number, maxWords: number },
};
const DEFAULTS: Data = { accents: "exact", spacing: "ignore", punctuation: "exact", case: "ignore", maxLength: 200 };

/** The tags of an item that has something that the format cannot say; `said` are the fields that it can. */
export function writeOwnTags(item: Data, said: string[]): string[] {
  const names = ["points", ...Object.keys(FIELDS[String(item.kind)] ?? {})].filter((name) => !said.includes(name));
  return names.flatMap((name) => {
    const value = item[name];
    const usual = name === "points" ? 1 : item.kind === "matching" && name === "credit" ? "per-pair" : DEFAULTS[name];
    if (value === undefined || value === usual || value === false) return [];
    return [`${PREFIX}${name}=${String(value)}`];
  });
}

/** The fields that the tags say of an item of this kind, and the tags that are somebody else's. */
export function readOwnTags(tags: string[], kind?: string): { fields: Data; others: string[] } {
  const fields: Data = {};
  const others: string[] = [];
  for (const tag of tags) {
    const [, name = "", text = ""] = /^courageous:([a-zA-Z]{1,20})=(.{0,40})$/.exec(tag) ?? [];
    if (!name) others.push(tag);
    else {
      const schema = name === "points" ? number : kind === undefined ? undefined : FIELDS[kind]?.[name];
      const value = schema?.safeParse(text);
      if (value?.success) fields[name] = value.data;
    }
  }
  return { fields, others };
}
