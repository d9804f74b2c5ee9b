import { readAmount, writeAmount } from "#app/components/amount-text.ts";
import { setField, setNames, setValue } from "../outline/edit-yaml.ts";
import { fieldsOf } from "../outline/read-draft-outline.ts";

/** What the page of settings shows of a course.yaml: texts by the names of its form's fields, such as `faq.0.question`. */
export type Settings = Record<string, string>;

/** Fields of a line, of several lines, and of a sentence a line. */
export const LINES = ["title", "tagline", "language", "level", "duration", "coverAlt"] as const;
export const CHOICES = ["kind", "order", "releases", "cover", "socialImage", "careLesson"] as const;
export const TEXTS = ["summary", "afterPayment", "refundPolicy"] as const;
export const LISTS = ["outcomes", "audience"] as const;
/** Lists of things that have several fields each. */
export const GROUPS = { instructors: ["name", "role", "bio"], faq: ["question", "answer"] } as const;
type Group = keyof typeof GROUPS;
const GROUP_NAMES = Object.keys(GROUPS) as Group[];

/** What one can change by itself: a field, a list, a group, or the price with its currency. */
const PARTS = [...LINES, ...CHOICES, ...TEXTS, ...LISTS, ...GROUP_NAMES, "price"] as const;
export type Part = (typeof PARTS)[number];

type Fields = Record<string, unknown>;

const plain = (text: string) => text.replace(/\r\n?/g, "\n").trim();
const textOf = (value: unknown) => (typeof value === "string" || typeof value === "number" ? plain(String(value)) : "");
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const mapOf = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};

/** What a course.yaml says, as the form shows it. What the form cannot show is not in it, and stays as it is. */
export function readSettings(source: string): Settings {
  const fields = fieldsOf("course.yaml", source);
  const settings: Settings = {};
  for (const name of [...LINES, ...CHOICES, ...TEXTS]) settings[name] = textOf(fields[name]);
  for (const name of LISTS) {
    settings[name] = listOf(fields[name])
      .map((line) => textOf(line).replace(/\s*\n\s*/g, " "))
      .join("\n");
  }
  for (const group of GROUP_NAMES) {
    for (const [at, row] of listOf(fields[group]).entries()) {
      for (const field of GROUPS[group]) settings[`${group}.${at}.${field}`] = textOf(mapOf(row)[field]);
    }
  }
  const { amount, currency } = mapOf(fields.price);
  settings.currency = textOf(currency);
  settings.amount = typeof amount === "number" && settings.currency ? writeAmount(amount, settings.currency) : "";
  return settings;
}

/** The rows of a group that have something in them, and where they stand in the form. */
export function rowsOf(settings: Settings, group: Group): { at: number; row: Record<string, string> }[] {
  const places = new Set(
    Object.keys(settings).flatMap((name) => (name.startsWith(`${group}.`) ? [Number(name.split(".")[1])] : [])),
  );
  return [...places]
    .sort((a, b) => a - b)
    .map((at) => ({ at, row: Object.fromEntries(GROUPS[group].map((f) => [f, plain(settings[`${group}.${at}.${f}`] ?? "")])) }))
    .filter(({ row }) => Object.values(row).some(Boolean));
}

/** What a part comes to, as one text: equal where nothing was changed. */
export function partOf(settings: Settings, part: Part): string {
  if (part === "price") {
    const [amount, currency] = [plain(settings.amount ?? ""), plain(settings.currency ?? "")];
    return amount === "" ? "" : `${readAmount(amount, currency) ?? amount} ${currency}`;
  }
  if (part in GROUPS) {
    const rows = rowsOf(settings, part as Group).map(({ row }) => Object.values(row));
    return rows.length === 0 ? "" : JSON.stringify(rows);
  }
  if ((LISTS as readonly string[]).includes(part)) return linesOf(settings[part] ?? "").join("\n");
  return plain(settings[part] ?? "");
}

/** A part in words, for who has written something else in it. */
export function showPart(settings: Settings, part: Part): string {
  if (part === "price") return settings.amount ? `${settings.amount} ${settings.currency?.toUpperCase()}` : "free";
  if (!(part in GROUPS)) return settings[part] || "nothing";
  return (
    rowsOf(settings, part as Group)
      .map(({ row }) => Object.values(row)[0])
      .join("; ") || "nothing"
  );
}

const linesOf = (text: string) =>
  plain(text)
    .split("\n")
    .flatMap((line) => (line.trim() === "" ? [] : [line.trim()]));

/** The parts in which two settings differ. */
export function changedParts(before: Settings, after: Settings): Part[] {
  return PARTS.filter((part) => partOf(before, part) !== partOf(after, part));
}

/** The names of the form's fields that belong to a part, as far as the settings have them. */
export function namesOf(settings: Settings, part: Part): string[] {
  if (part === "price") return ["amount", "currency"];
  return part in GROUPS ? Object.keys(settings).filter((name) => name.startsWith(`${part}.`)) : [part];
}

/** Their settings with some parts of ours. */
export function mergeSettings(theirs: Settings, ours: Settings, parts: readonly Part[]): Settings {
  const merged = { ...theirs };
  for (const part of parts) {
    for (const name of namesOf(theirs, part)) delete merged[name];
    for (const name of namesOf(ours, part)) merged[name] = ours[name] ?? "";
  }
  return merged;
}

/** The course.yaml with these parts as the settings have them. Every other byte stays. @throws NotEditable */
export function writeSettings(source: string, settings: Settings, parts: readonly Part[]): string {
  let text = source;
  for (const part of parts) text = writePart(text, settings, part);
  return text;
}

function writePart(source: string, settings: Settings, part: Part): string {
  if (part === "price") return writePrice(source, settings);
  if (part in GROUPS) return writeGroup(source, settings, part as Group);
  if ((LISTS as readonly string[]).includes(part)) return setNames(source, part, linesOf(settings[part] ?? ""));
  const value = plain(settings[part] ?? "");
  if (value === "") return setField(source, part, undefined);
  return (TEXTS as readonly string[]).includes(part) || value.includes("\n")
    ? setValue(source, part, `${value}\n`)
    : setField(source, part, value);
}

function writePrice(source: string, settings: Settings): string {
  const [amount, currency] = [plain(settings.amount ?? ""), plain(settings.currency ?? "")];
  if (amount === "") return setValue(source, "price", "free");
  return setValue(source, "price", { amount: readAmount(amount, currency) ?? amount, currency });
}

/** Rows keep what else stands in them; a row that was emptied is taken away. */
function writeGroup(source: string, settings: Settings, group: Group): string {
  const before = listOf(fieldsOf("course.yaml", source)[group]);
  const rows = rowsOf(settings, group).map(({ at, row }) => {
    const fields = { ...mapOf(before[at]), ...row };
    return Object.fromEntries(Object.entries(fields).filter(([name, value]) => !(name in row) || value !== ""));
  });
  return setValue(source, group, rows.length === 0 ? [] : rows);
}
