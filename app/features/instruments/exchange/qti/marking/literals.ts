import { Unsupported } from "../../stop.ts";
import { MAX_VALUES } from "../limits.ts";
import { descendantsOf, isElement, textOf, type XmlElement } from "../package/xml-tree.ts";
import type { Declaration } from "./declarations.ts";
import { piecesOfPattern } from "./expressions.ts";
import { halfPlace, toleranceOf } from "./number-rules.ts";

/** What a written response is compared with: the answers to try. */

/** A text that is looked for; `pattern` where `*` in it stands for any text. */
export interface TextLiteral {
  text: string;
  pattern: boolean;
}

/** A number that is looked for, and how far from it another may be. */
export interface NumberLiteral {
  value: number;
  /** As an item has it: a number, or a percentage. */
  tolerance?: number | string;
  from: number;
  to: number;
}

const COMPARISONS = [
  "match",
  "stringMatch",
  "substring",
  "equal",
  "equalRounded",
  "member",
  "contains",
  "gt",
  "gte",
  "lt",
  "lte",
];

export function textLiterals(declaration: Declaration, rules: XmlElement | undefined): TextLiteral[] {
  const found: TextLiteral[] = [];
  const add = (text: string, pattern = false) => {
    if (text.trim() !== "" && !found.some((other) => other.text === text && other.pattern === pattern))
      found.push({ text, pattern });
    if (found.length > MAX_VALUES) throw new Unsupported(`it compares the answer with more than ${MAX_VALUES} texts`);
  };
  // In the order of the text: rules that tell answers apart come first.
  for (const comparison of comparisonsWith(declaration.identifier, rules, [...COMPARISONS, "patternMatch"])) {
    const isPart = comparison.attributes.substring === "true" || comparison.name === "substring";
    for (const base of descendantsOf(comparison, "baseValue")) {
      const text = textOf(base);
      if (isPart) add(`*${escapeStars(text)}*`, true);
      else add(text);
    }
    const pieces = comparison.name === "patternMatch" ? piecesOfPattern(comparison.attributes.pattern ?? "")?.pieces : undefined;
    if (pieces) add(pieces.length > 1 ? pieces.map(escapeStars).join("*") : pieces[0]!, pieces.length > 1);
  }
  for (const { key } of declaration.mapping?.entries ?? []) add(String(key));
  for (const item of declaration.correct?.items ?? []) add(String(item));
  return found;
}

export function numberLiterals(declaration: Declaration, rules: XmlElement | undefined): NumberLiteral[] {
  const found: NumberLiteral[] = [];
  const add = (literal: NumberLiteral) => {
    if (Number.isFinite(literal.from) && Number.isFinite(literal.to)) found.push(literal);
    if (found.length > 4 * MAX_VALUES) throw new Unsupported(`it compares the answer with more than ${MAX_VALUES} numbers`);
  };
  const exactly = (value: number) => add({ value, from: value, to: value });
  const correct = Number(declaration.correct?.items[0] ?? Number.NaN);
  for (const comparison of comparisonsWith(declaration.identifier, rules, COMPARISONS)) {
    const numbers = descendantsOf(comparison, "baseValue").map((base) => Number(textOf(base)));
    if (descendantsOf(comparison, "correct").length > 0) numbers.push(correct);
    for (const value of numbers.filter(Number.isFinite)) {
      if (comparison.name === "equalRounded") {
        const half = halfPlace(value, comparison.attributes);
        add({ value, tolerance: half, from: value - half, to: value + half });
      } else if (comparison.name === "equal") add(withTolerance(value, comparison));
      exactly(value);
    }
  }
  for (const { key } of declaration.mapping?.entries ?? []) exactly(Number(key));
  exactly(correct);
  return found;
}

function withTolerance(value: number, comparison: XmlElement): NumberLiteral {
  const { from, to } = toleranceOf(value, comparison.attributes);
  const [below = 0, above = below] = (comparison.attributes.tolerance ?? "0").trim().split(/\s+/).map(Number);
  const mode = comparison.attributes.toleranceMode;
  if (mode === "relative") {
    const first = comparison.children.find(isElement);
    // With the response first, the tolerance is of what was given, not of what is right.
    if (first?.name === "variable") {
      const ends = [value / (1 + above / 100), value / (1 - below / 100)].sort((a, b) => a - b);
      return { value, from: ends[0]!, to: ends[1]! };
    }
    return { value, from, to, ...(below === above && below > 0 && { tolerance: `${below} %` }) };
  }
  return { value, from, to, ...(mode === "absolute" && below === above && below > 0 && { tolerance: below }) };
}

/** The sets of choices that a response is compared with. */
export function setsIn(rules: XmlElement | undefined, identifier: string): string[][] {
  return comparisonsWith(identifier, rules, ["match"])
    .flatMap((comparison) => descendantsOf(comparison, "multiple"))
    .map((set) => descendantsOf(set, "baseValue").map((base) => textOf(base).trim()));
}

/** The comparisons that look at a response, each with all that is below it. */
function comparisonsWith(identifier: string, rules: XmlElement | undefined, names: string[]): XmlElement[] {
  if (!rules) return [];
  const looksAt = (element: XmlElement) =>
    descendantsOf(element, "variable").some(({ attributes }) => attributes.identifier === identifier);
  return descendantsOf(rules, ...names).filter(looksAt);
}

/** A text as a pattern that means itself. */
export function escapeStars(text: string): string {
  return text.replace(/[\\*]/g, "\\$&");
}
