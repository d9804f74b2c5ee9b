import { z } from "zod";
import { readAmount } from "#app/components/amount-text.ts";
import { STRIPE_CURRENCIES } from "#app/platform/stripe/currencies.ts";
import { formText } from "../form-text.ts";
import { CHOICES, GROUPS, LINES, LISTS, type Settings, TEXTS } from "./course-settings.ts";

const BROKEN = "Open the page again, and send it once more.";
const NAMES = new Set<string>([...LINES, ...CHOICES, ...TEXTS, ...LISTS, "amount", "currency"]);
const ROW = new RegExp(
  `^(?:${Object.entries(GROUPS)
    .map(([group, fields]) => `${group}\\.\\d{1,2}\\.(?:${fields.join("|")})`)
    .join("|")})$`,
);
const LONGEST = 25_000;
/** Bytes of a form of settings, with room for a whole FAQ. */
export const MOST_OF_SETTINGS = 1_500_000;

const basedOn = z.coerce.number(BROKEN).int(BROKEN).min(1, BROKEN).max(1e9, BROKEN);
const text = formText(BROKEN).max(LONGEST, `Write at most ${LONGEST} characters.`);

export type ReadSettingsForm =
  | { ok: true; settings: Settings; basedOn: number }
  | { ok: false; values: Settings; errors: Record<string, string[]>; basedOn: number | undefined };

/**
 * The fields of the form of settings. Whatever a draft may hold while it is unfinished is taken, and the checker says what is
 * missing: refused is what cannot be kept at all, and an amount that is none.
 */
export function readSettingsForm(form: FormData): ReadSettingsForm {
  const values: Settings = {};
  const errors: Record<string, string[]> = {};
  const say = (field: string, message: string | undefined) => {
    errors[field] = [message ?? BROKEN];
  };
  for (const [name, value] of form) {
    if (typeof value !== "string" || (!NAMES.has(name) && !ROW.test(name))) continue;
    values[name] = value;
    const read = text.safeParse(value);
    if (!read.success) say(name, read.error.issues[0]?.message);
  }
  const based = basedOn.safeParse(form.get("basedOn"));
  // A form with fields missing would take them out of the course.
  if (!based.success || [...NAMES].some((name) => !(name in values))) say("", BROKEN);
  const amount = values.amount?.trim();
  if (amount && readAmount(amount, values.currency ?? "") === undefined) say("amount", "Write an amount, such as 149 or 149.00.");
  if (amount && !STRIPE_CURRENCIES.has(values.currency ?? "")) say("currency", "Choose a currency of the list.");
  if (Object.keys(errors).length > 0 || !based.success) return { ok: false, values, errors, basedOn: based.data };
  return { ok: true, settings: values, basedOn: based.data };
}
