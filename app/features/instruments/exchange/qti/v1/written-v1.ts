import { numberKey } from "../assemble/number-key.ts";
import { textKey } from "../assemble/text-key.ts";
import { finite } from "../marking/declarations.ts";
import { escapeStars, type NumberLiteral, type TextLiteral } from "../marking/literals.ts";
import type { Feedback } from "../marking/marker.ts";
import { childOf, descendantsOf, lineOf } from "../package/xml-tree.ts";
import type { ItemV1, ResponseV1 } from "./item-v1.ts";

/** What is typed into a field of QTI 1.2: a number or a text. */

type Fields = Record<string, unknown>;

export function isNumberV1({ type, conditions }: ItemV1, { element, id }: ResponseV1): boolean {
  if (/numerical/.test(type) || element.name === "response_num") return true;
  const fib = childOf(element, "render_fib") ?? descendantsOf(element, "render_fib")[0];
  if (/^(?:integer|decimal|scientific)$/i.test(fib?.attributes.fibtype ?? "")) return true;
  return conditions.comparisons(id).some(({ name }) => /^var(?:lt|lte|gt|gte)$/.test(name));
}

export function readNumberV1(read: ItemV1, { id }: ResponseV1, feedback: Feedback[] = read.feedback): Fields {
  const comparisons = read.conditions.comparisons(id);
  const literals = comparisons.flatMap((comparison): NumberLiteral[] => {
    const value = finite(lineOf(comparison));
    if (value === undefined) return [];
    const { margin, margintype } = comparison.attributes;
    const exact = { value, from: value, to: value };
    const wide = Number(margin);
    if (margin === undefined || !Number.isFinite(wide) || wide <= 0) return [exact];
    const spread = margintype === "percent" ? (Math.abs(value) * wide) / 100 : wide;
    return [exact, { value, from: value - spread, to: value + spread, tolerance: margintype === "percent" ? `${wide} %` : wide }];
  });
  const { points, key, fields } = numberKey(
    {
      literals,
      hasOpenEnds: comparisons.some(({ name }) => name === "vargt" || name === "varlt"),
      feedback,
      markings: read.markingFor(id),
    },
    read.desk,
  );
  return { points, ...key, ...fields };
}

export function readTextV1(read: ItemV1, { id }: ResponseV1, feedback: Feedback[] = read.feedback): Fields {
  const literals = read.conditions.comparisons(id).flatMap((comparison): TextLiteral[] => {
    const text = lineOf(comparison);
    if (text === "") return [];
    return comparison.name === "varsubstring" ? [{ text: `*${escapeStars(text)}*`, pattern: true }] : [{ text, pattern: false }];
  });
  const { points, key, fields } = textKey({ literals, feedback, markings: read.markingFor(id) }, read.desk);
  return { points, ...key, ...fields };
}
