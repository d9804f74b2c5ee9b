import { z } from "zod";

export const KEY_SHAPE = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
export const KEY_LENGTH = 64;

/** The format that explains itself as "a key" where a text does not match it. */
export const KEY_RULE = "lower-case letters, digits and single hyphens";

/** Answers and results are stored under keys: lower-case letters, digits, single hyphens. */
export const keyField = z.string().min(2).max(KEY_LENGTH).regex(KEY_SHAPE, { error: "key" });

/** Choices are often just `a`, `b`, `c`, so their keys may be a single letter. */
export const choiceKeyField = z.string().min(1).max(KEY_LENGTH).regex(KEY_SHAPE, { error: "key" });

export const titleField = z.string().trim().min(1).max(200);

export const markdownField = z.string().trim().min(1).max(20_000);

/** A Markdown file beside the instrument, such as `readings/secure.md`. */
export const readingField = z
  .string()
  .max(200)
  .regex(/^(?!\/)(?!.*(?:^|\/)\.{1,2}(?:\/|$))[^\\]+\.md$/, { error: "reading" });
