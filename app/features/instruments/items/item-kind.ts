import type { ReactNode } from "react";
import type { z } from "zod";
import type { Finding } from "../finding.ts";

/** Turns Markdown into HTML that is safe to place in a page: `block` for paragraphs, `inline` for a run of text. */
export interface Render {
  block(markdown: string): string;
  inline(markdown: string): string;
}

/** What an item takes from its instrument when it is compiled. */
export interface CompileContext {
  render: Render;
  /** The labelled points that rating items share. */
  points: RatingPoint[];
  /** The value range of a scale; undefined where there is no such scale. */
  rangeOf(scale: string): { minimum: number; maximum: number } | undefined;
}

export interface RatingPoint {
  value: number;
  label?: string;
}

/** A prompt as HTML; `block` where it is more than one paragraph and so cannot stand in a legend. */
export interface Prompt {
  html: string;
  block: boolean;
}

/** An answer as stored: a choice's key, the keys of the ticked choices, a yes or no, a rating. */
export type Answer = string | string[] | boolean | number;

/** A given answer, read. `null` is "no answer". */
export type ParsedAnswer<A extends Answer = Answer> =
  | { status: "answer"; answer: A | null }
  | { status: "refused"; reason: "unknown-choice" | "too-many-choices" | "not-an-answer" };

export type ItemState = "right" | "partly" | "wrong" | "unanswered";

/** What one answer is worth: points of a graded instrument, or a value on a scale (`null`: unanswered). */
export type ItemScore =
  | { counts: "points"; points: number; max: number; state: ItemState }
  | { counts: "scale"; scale: string; value: number | null };

/** An item as the result page shows it: what was chosen, what was right, and what to take from it. */
export interface ItemReview {
  options: { value: string; text: string; given: boolean; correct: boolean; feedback?: string }[];
  /** HTML. */
  feedback?: string;
}

export interface QuestionProps<Q> {
  question: Q;
  /** The values of the controls that are ticked. */
  values: string[];
  /** 1, 2, 3 ... as the person sees it. */
  number: number;
  /** Why the answer that was sent could not be taken. */
  error?: string;
}

/**
 * One kind of item, in one module. A new kind is a new module and a line in `registry.ts`. The parts:
 * what an author writes (`schema`) and what may be wrong with it (`check`); what is stored (`compile`); what a person
 * sees while answering (`ask`, `View`), which never holds what is right; how an answer is read (`parse`, and back:
 * `values`); what it is worth (`score`); and what the result page says about it (`review`). All are pure.
 */
export interface ItemKind<Source, Compiled, Question, A extends Answer> {
  kind: string;
  schema: z.ZodType<Source>;
  /** Paths are relative to the item. */
  check(item: Source): { faults: Finding[]; warnings: Finding[] };
  compile(item: Source, context: CompileContext): Compiled;
  ask(item: Compiled): Question;
  /** A fieldset of native controls named `item.KEY`, which works without JavaScript. */
  View(props: QuestionProps<Question>): ReactNode;
  /** Reads what a form or the browser's queue sent: a text, a list of texts, or the stored value itself. */
  parse(item: Compiled, given: unknown): ParsedAnswer<A>;
  /** The control values that stand for an answer. */
  values(answer: A): string[];
  score(item: Compiled, answer: A | null): ItemScore;
  review(item: Compiled, answer: A | null): ItemReview;
}

/** The texts that a form or a request gave for one item; undefined where it is nothing of the kind. */
export function givenTexts(given: unknown): string[] | undefined {
  const list = given === null || given === undefined ? [] : Array.isArray(given) ? given : [given];
  if (list.length > 100) return undefined;
  const texts: string[] = [];
  for (const entry of list) {
    if (typeof entry === "string") texts.push(entry);
    else if (typeof entry === "number" || typeof entry === "boolean") texts.push(String(entry));
    else return undefined;
  }
  // An empty control stands for no answer.
  return texts.filter((text) => text !== "");
}

export function compilePrompt(markdown: string, render: Render): Prompt {
  const html = render.block(markdown).trim();
  const single = /^<p>((?:(?!<\/?(?:p|ul|ol|blockquote|pre|table|h[1-6]|div|figure|hr)\b)[\s\S])*)<\/p>$/.exec(html);
  return single ? { html: single[1]!.trim(), block: false } : { html, block: true };
}
