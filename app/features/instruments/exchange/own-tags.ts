import { z } from "zod";
import { choiceKeyField } from "../fields.ts";
import type { SourceItem } from "../items/registry.ts";
import type { Data } from "./assemble/choice-item.ts";
import { letterKey } from "./question-keys.ts";

/**
 * Short settings of our items that another format has no place for are written as tags of the question
 * (`courageous:credit=partial`): Moodle keeps them, and a later import reads them back. What does not fit into a tag is
 * own data (`build/own-data.ts`), which Moodle loses.
 */
const PREFIX = "courageous:";

const rule = z.enum(["ignore", "exact"]);
const number = z.coerce.number();
const shuffle = z.literal("true").transform(() => true);
/** The fields, by the kind of item that has them. */
const FIELDS: Record<string, Record<string, z.ZodType>> = {
  "single-choice": { shuffle },
  "multiple-choice": { shuffle, credit: z.enum(["all-or-nothing", "partial", "shares"]) },
  "short-text": { accents: rule, spacing: rule, punctuation: rule, case: rule, maxLength: number },
  matching: { credit: z.enum(["per-pair", "partial", "all-or-nothing"]) },
  ordering: { credit: z.enum(["all-or-nothing", "positions", "neighbours"]) },
  "long-text": { minWords: number, maxWords: number },
  "file-upload": { maxSize: number, maxFiles: number },
};

/** The tags of an item. `said` are the fields that the format can say. */
export function writeOwnTags(item: SourceItem, said: string[]): string[] {
  const held = item as unknown as Data;
  const names = ["points", ...Object.keys(FIELDS[item.kind] ?? {})].filter((name) => !said.includes(name));
  const tags = names.flatMap((name) => {
    const value = held[name];
    return value === undefined || value === usualOf(item, name) ? [] : [`${PREFIX}${name}=${String(value)}`];
  });
  const keys = keysOf(item);
  return keys === undefined ? tags : [...tags, `${PREFIX}keys=${keys}`];
}

export function nameOfTag(tag: string): string {
  return tag.slice(PREFIX.length).split("=", 1)[0]!;
}

/** What an item has where no tag says more. */
function usualOf(item: SourceItem, name: string): unknown {
  if (name === "points") return 1;
  if (name === "shuffle") return false;
  if (name === "maxLength") return 200;
  if (name === "maxSize") return 10;
  if (name === "maxFiles") return 1;
  if (name === "credit") return item.kind === "matching" ? "per-pair" : undefined;
  return name === "accents" || name === "punctuation" ? "exact" : "ignore";
}

/** The fields that the tags say of an item of this kind, the keys of its parts, and the tags that are somebody else's. */
export function readOwnTags(tags: string[], kind: string): { fields: Data; keys?: string; others: string[] } {
  const fields: Data = {};
  const others: string[] = [];
  let keys: string | undefined;
  for (const tag of tags) {
    const [, name = "", text = ""] = /^courageous:([a-zA-Z]{1,20})=(.{0,4000})$/.exec(tag) ?? [];
    if (!name) others.push(tag);
    else if (name === "keys") keys = text;
    else {
      const schema = name === "points" ? number : FIELDS[kind]?.[name];
      const value = schema?.safeParse(text);
      if (value?.success) fields[name] = value.data;
    }
  }
  return { fields, others, ...(keys !== undefined && { keys }) };
}

/** The lists of an item whose parts have keys, in the order in which an import gives keys of its own. */
const LISTS: Record<string, string[]> = {
  "single-choice": ["choices"],
  "multiple-choice": ["choices"],
  matching: ["pairs", "answers"],
  ordering: ["entries"],
  cloze: ["gaps"],
};

/** `a,b,c`, and with a slash a second list; undefined where they are those that an import gives anyway. */
function keysOf(item: SourceItem): string | undefined {
  const lists = (LISTS[item.kind] ?? []).map((name) => partsOf(item as unknown as Data, name).map(({ key }) => String(key)));
  if (item.kind === "matching") {
    const used = [...new Set(item.pairs.map(({ answer }) => answer))];
    lists[1] = [...used, ...item.answers.map(({ key }) => key).filter((key) => !used.includes(key))];
  }
  const given = lists.map((keys) => keys.map((_, index) => givenKey(item.kind, index)).join(",")).join("/");
  const keys = lists.map((list) => list.join(",")).join("/");
  return lists.length === 0 || keys === given ? undefined : keys;
}

function givenKey(kind: string, index: number): string {
  return kind === "cloze" ? `g${index + 1}` : letterKey(index);
}

/** An item that was read, with the keys of its parts that a tag says; as it was where they do not fit it. */
export function withKeys(item: Data, keys: string | undefined): Data {
  const names = LISTS[String(item.kind)] ?? [];
  const lists = (keys ?? "").split("/").map((list) => list.split(","));
  const fits = names.every((name, at) => {
    const list = lists[at] ?? [];
    const isWhole = list.length === partsOf(item, name).length && new Set(list).size === list.length;
    return isWhole && list.every((key) => choiceKeyField.safeParse(key).success);
  });
  if (keys === undefined || !fits) return item;
  const renamed = names.map((name, at) => [
    name,
    partsOf(item, name).map((part, index) => ({ ...part, key: lists[at]![index] })),
  ]);
  const result: Data = { ...item, ...Object.fromEntries(renamed) };
  if (item.kind === "matching") {
    const places = partsOf(item, "answers").map(({ key }) => key);
    result.pairs = partsOf(result, "pairs").map((pair) => ({ ...pair, answer: lists[1]![places.indexOf(pair.answer)] }));
  }
  if (item.kind === "cloze") {
    result.text = String(item.text).replace(/\{\{g(\d{1,3})\}\}/g, (_, number: string) => `{{${lists[0]![Number(number) - 1]}}}`);
  }
  return result;
}

function partsOf(item: Data, name: string): Data[] {
  return (item[name] ?? []) as Data[];
}
