import { z } from "zod";
import { keyField, markdownField } from "../fields.ts";
import type { ItemReview, ItemScore, Render } from "./item-kind.ts";

/** What an item of any kind may have. The registry adds it to each kind, so that no kind has to know of it. */

export const sharedItemFields = {
  /** Shown one by one, on request. */
  hints: z.array(markdownField).min(1).max(10).optional(),
  /** What the result says besides, by what became of the answer. */
  feedbackWhen: z
    .strictObject({ right: markdownField.optional(), partly: markdownField.optional(), wrong: markdownField.optional() })
    .optional(),
  /** The section under whose heading the item stands. */
  section: keyField.optional(),
  /** The bank that each attempt draws some items of. */
  bank: keyField.optional(),
};

type Outcomes = Partial<Record<"right" | "partly" | "wrong", string>>;

export interface SharedSource {
  hints?: string[];
  feedbackWhen?: Outcomes;
  section?: string;
  bank?: string;
}

export interface SharedCompiled {
  /** HTML. */
  hints?: string[];
  /** HTML. */
  feedbackWhen?: Outcomes;
  section?: string;
  bank?: string;
  /** The section that begins with this item: never stored, but put in when the items of an attempt are ordered. */
  opens?: OpenedSection;
}

export interface SharedQuestion {
  hints?: string[];
  opens?: OpenedSection;
}

export interface OpenedSection {
  key: string;
  title: string;
  /** HTML; empty where there is none. */
  intro: string;
}

export function compileShared({ hints, feedbackWhen, section, bank }: SharedSource, render: Render): SharedCompiled {
  const outcomes = Object.entries(feedbackWhen ?? {}).map(([state, text]) => [state, render.block(text)]);
  return {
    ...(hints && { hints: hints.map((hint) => render.block(hint)) }),
    ...(feedbackWhen && { feedbackWhen: Object.fromEntries(outcomes) }),
    ...(section !== undefined && { section }),
    ...(bank !== undefined && { bank }),
  };
}

/** A review with what the author has to say to this outcome. */
export function reviewShared({ feedbackWhen }: SharedCompiled, review: ItemReview, worth: ItemScore): ItemReview {
  if (!feedbackWhen || worth.counts !== "points") return review;
  const { state } = worth;
  const text = state === "right" || state === "partly" || state === "wrong" ? feedbackWhen[state] : undefined;
  return text === undefined ? review : { ...review, outcome: text };
}

export function askShared({ hints, opens }: SharedCompiled): SharedQuestion {
  return { ...(hints && { hints }), ...(opens && { opens }) };
}
