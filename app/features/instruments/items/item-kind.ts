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
  /** The labelled points of rating items: those of the scale, or those that all scales share. */
  pointsOf(scale: string): RatingPoint[];
  /** The words for "not applicable" of rating items that have none of their own. */
  notApplicable?: string;
  /** The value range of a scale; undefined where there is no such scale. */
  rangeOf(scale: string): { minimum: number; maximum: number } | undefined;
}

export interface RatingPoint {
  value: number;
  label?: string;
}

/** The answer of somebody to whom a rated statement does not apply. */
export const NOT_APPLICABLE = "not-applicable";

/** A prompt as HTML; `block` where it is more than one paragraph and so cannot stand in a legend. */
export interface Prompt {
  html: string;
  block: boolean;
}

/**
 * An answer as stored: a choice's key, the keys of the ticked choices, a yes or no, a rating, a text as it was typed. An
 * item of several fields is answered by a list of `FIELD=value`, in the order of the fields.
 */
export type Answer = string | string[] | boolean | number;

/** A given answer, read. `null` is "no answer". */
export type ParsedAnswer<A extends Answer = Answer> =
  | { status: "answer"; answer: A | null }
  /** `message` says more than the reason does, to the person who answered. */
  | { status: "refused"; reason: "unknown-choice" | "too-many-choices" | "not-an-answer"; message?: string };

/** `to-be-graded`: a person has to read the answer; until then it is worth no points. */
export type ItemState = "right" | "partly" | "wrong" | "unanswered" | "to-be-graded";

/** What one answer is worth: points of a graded instrument, or values on scales. */
export type ItemScore = PointScore | { counts: "scale"; values: ScaleValue[] };

export interface PointScore {
  counts: "points";
  points: number;
  max: number;
  state: ItemState;
}

/** `value` is null where the item is unanswered, or does not apply to the person. */
export interface ScaleValue {
  scale: string;
  value: number | null;
  /** How much the item counts on this scale; 1 is the ordinary item. */
  weight: number;
}

/** What a person who grades gave: a level for every criterion, or points where there is no rubric. */
export type Marks = { points: number } | { levels: Record<string, string> };

/** A row of the analysis of an item's answers. */
export interface AnswerRow {
  /** The field of an item of several fields: a gap, a pair. */
  part?: string;
  value: string;
  /** Plain text or HTML, as the page of the question has it. */
  label: string;
  /** Null where there is no right and wrong. */
  right: boolean | null;
}

/** An item as the result page shows it: what was chosen, what was right, and what to take from it. */
export interface ItemReview {
  /** HTML: what stands between the prompt and the options, such as a text with numbered gaps. */
  context?: string;
  options: { value: string; text: string; given: boolean; correct: boolean; feedback?: string }[];
  /** HTML: what there is to say to an answer that is right, partly right or wrong. */
  outcome?: string;
  /** HTML. */
  feedback?: string;
}

/** A file of an answer, as pages show it. */
export interface AnswerFileFacts {
  id: string;
  name: string;
  /** Bytes. */
  size: number;
  /** Where it is fetched. */
  href: string;
}

export interface QuestionProps<Q> {
  question: Q;
  /** The values of the controls that are ticked. */
  values: string[];
  /** 1, 2, 3 ... as the person sees it. */
  number: number;
  /** Why the answer that was sent could not be taken. */
  error?: string;
  /** The files that the answer names, for kinds that are answered by files. */
  files?: AnswerFileFacts[];
}

/**
 * One kind of item, in one module. A new kind is a new module and a line in `registry.ts`. The parts:
 * what an author writes (`schema`) and what may be wrong with it (`check`); what is stored (`compile`); what a person
 * sees while answering (`ask`, `View`), which never holds what is right; how an answer is read (`parse`, and back:
 * `values`); what it is worth (`score`); what the result page says about it (`review`); and what many answers are counted
 * under (`rows`, `rowsOf`). All are pure. Hints, sections and banks are the same for every kind: `shared-fields.ts`.
 */
export interface ItemKind<Source, Compiled, Question, A extends Answer> {
  kind: string;
  schema: z.ZodType<Source>;
  /** Paths are relative to the item. */
  check(item: Source): { faults: Finding[]; warnings: Finding[] };
  /** The most points that it can give; null where it counts on scales instead. */
  maximum(item: Source): number | null;
  compile(item: Source, context: CompileContext): Compiled;
  /** The item with what the author wants shuffled in the order of one attempt. */
  shuffle?(item: Compiled, random: () => number): Compiled;
  ask(item: Compiled): Question;
  /** True where the answer comes by uploads: then nothing that a form or a script names is taken for it. */
  byUpload?: true;
  /** A fieldset of native controls named `item.KEY`, or `item.KEY.FIELD`, which works without JavaScript. */
  View(props: QuestionProps<Question>): ReactNode;
  /** Reads what a form or the browser's queue sent: a text, a list of texts, or the stored value itself. */
  parse(item: Compiled, given: unknown): ParsedAnswer<A>;
  /** The control values that stand for an answer. */
  values(answer: A): string[];
  /** What is odd about an answer that was taken, such as a number that cannot be read: it would not count as meant. */
  remark?(question: Question, values: string[]): string | undefined;
  score(item: Compiled, answer: A | null): ItemScore;
  /** The score by the marks of a person, for kinds that a person grades. */
  grade?(item: Compiled, marks: Marks): PointScore;
  review(item: Compiled, answer: A | null): ItemReview;
  /** What answers are counted under, also where nobody gave it. */
  rows(item: Compiled): AnswerRow[];
  /** The rows that one answer counts in; they may be others than `rows` where people write freely. */
  rowsOf(item: Compiled, answer: A): AnswerRow[];
}

/**
 * The texts that a form or a request gave for one item; undefined where it is nothing of the kind. What the database
 * cannot hold in a text is taken off: a sign of nothing, and half of a pair, as a text that was cut in the middle of an
 * emoji has. Otherwise one such sign would keep the answer, and with a form all others of its page, from being saved.
 */
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
  return texts.filter((text) => text !== "").map((text) => text.replaceAll("\0", "").replace(/\p{Cs}/gu, "\ufffd"));
}

export function compilePrompt(markdown: string, render: Render): Prompt {
  const html = render.block(markdown).trim();
  const single = /^<p>((?:(?!<\/?(?:p|ul|ol|blockquote|pre|table|h[1-6]|div|figure|hr)\b)[\s\S])*)<\/p>$/.exec(html);
  return single ? { html: single[1]!.trim(), block: false } : { html, block: true };
}

/** The score of a share of the points: at most all of them, and never below none. */
export function pointScore(share: number, max: number): PointScore {
  // Thirds that were rounded on their way here are a whole nevertheless.
  const held = share > 1 - 1e-6 ? 1 : share < 1e-9 ? 0 : share;
  return { counts: "points", points: held * max, max, state: held === 1 ? "right" : held === 0 ? "wrong" : "partly" };
}

export function noAnswer(max: number): PointScore {
  return { counts: "points", points: 0, max, state: "unanswered" };
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign]!);
}
