import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import type { Answer, ItemReview } from "#app/features/instruments/items/item-kind.ts";
import { type CompiledItem, kindOf } from "#app/features/instruments/items/registry.ts";
import { parseInstrument } from "#app/features/instruments/parse-instrument.ts";
import { aCheck } from "./assessment-builders.ts";
import { compiledItem } from "./item-arbitraries.ts";

/** An item with the key `q-one`. */
export function aQuestion(data: Record<string, unknown>): CompiledItem {
  return compiledItem({ key: "q-one", ...data });
}

/** The page of a question: the third of its attempt. */
export function render(item: CompiledItem, values: string[] = [], error?: string): string {
  const kind = kindOf(item);
  return renderToStaticMarkup(createElement(kind.View, { question: kind.ask(item), values, number: 3, error }));
}

/** The share of the points that a given answer is worth. @throws where it is not taken. */
export function shareOf(item: CompiledItem, given: unknown): number {
  const worth = kindOf(item).score(item, read(item, given));
  if (worth.counts !== "points") throw new Error("It counts on scales.");
  return Math.round((worth.points / worth.max) * 1e9) / 1e9;
}

export function reviewOf(item: CompiledItem, given: unknown): ItemReview {
  return kindOf(item).review(item, read(item, given));
}

function read(item: CompiledItem, given: unknown): Answer | null {
  const parsed = kindOf(item).parse(item, given);
  if (parsed.status === "refused") throw new Error(parsed.reason);
  return parsed.answer;
}

/** Where the faults of an item are, from the item on. */
export function faultsOf(data: Record<string, unknown>): (string | number)[][] {
  const { faults } = parseInstrument(aCheck({ items: [{ key: "q-one", ...data }] }));
  for (const { message, remedy } of faults) if (message.length < 10 || remedy.length < 10) throw new Error(message);
  return faults.map(({ path }) => path.slice(2));
}
