import { Unsupported } from "../../stop.ts";
import { MAX_TRIES } from "../limits.ts";
import type { Feedback } from "../marking/marker.ts";
import type { Desk } from "../text/desk.ts";
import { placeFeedback } from "./feedback.ts";
import { keysOf } from "./keys.ts";
import { type Marking, near, rounded, type Settled, settle } from "./marking.ts";

type Fields = Record<string, unknown>;

export interface ChoiceFacts {
  /** `text` is Markdown of one paragraph. */
  choices: { id: string; text: string }[];
  /** How many may be chosen; 0 for any number. */
  most: number;
  shuffle: boolean;
  /** What the file maps a choice to, where it does. */
  mapped?: Map<string, number>;
  /** Sets of choices that the file names: the right one first, where there is one. */
  named?: string[][];
  feedback: Feedback[];
  markings: Marking[];
}

/** The fields of an item with choices, as they follow from what each choice is worth. @throws Unsupported */
export function choiceFields(facts: ChoiceFacts, desk: Desk): Fields {
  const { choices } = facts;
  if (choices.length < 2 || choices.length > 50)
    throw new Unsupported(`it has ${choices.length} choices, and 2 to 50 are possible`);
  if (new Set(choices.map(({ id }) => id)).size < choices.length)
    throw new Unsupported("two of its choices have the same identifier");
  return facts.most === 1 ? singleFields(facts, desk) : multipleFields(facts, desk);
}

function singleFields(facts: ChoiceFacts, desk: Desk): Fields {
  const { choices, mapped } = facts;
  const ids = choices.map(({ id }) => id);
  const settled = settle(
    facts.markings,
    ids.map((id) => [id]),
    desk,
  );
  const trials = ids.map((id) => ({ slots: [id], ...settled.try([id]) }));
  const rights = trials.filter(({ share }) => near(share, 1)).map(({ slots }) => slots[0]!);
  // Of several the one that the file calls right.
  const right = rights.find((id) => facts.named?.[0]?.includes(id)) ?? rights[0]!;
  const mostMapped = Math.max(0, ...ids.map((id) => mapped?.get(id) ?? 0));
  const isMapped = trials.every(({ slots, share }) => near(clamp((mapped?.get(slots[0]!) ?? 0) / mostMapped), clamp(share)));
  if (rights.length > 1) desk.changed("Several choices give all points: one is shown as the right one, the others give as much.");
  const placed = placeFeedback(facts.feedback, trials, ids, desk);
  const words = trueFalseWords(
    facts,
    trials.every(({ share }) => share === 0 || near(share, 1)),
  );
  if (words) {
    const feedbackFor = Object.fromEntries(
      (["true", "false"] as const).flatMap((word) => {
        const { feedback } = placed.of(words[word]);
        return feedback === undefined ? [] : [[word, feedback]];
      }),
    );
    return {
      kind: "true-false",
      points: settled.points,
      answer: right === words.true,
      ...(Object.keys(feedbackFor).length > 0 && { feedbackFor }),
      ...placed.fields,
    };
  }
  if (trials.some(({ share }) => share < -1)) desk.changed("A choice takes at most all the points.");
  const keys = keysOf(ids, "choice");
  return {
    kind: "single-choice",
    points: settled.points,
    choices: choices.map(({ id, text }, index) => {
      // A mapping may take points below none; what comes out of it is then 0, and the file says more.
      const raw = mapped?.get(id);
      const tried = trials[index]!.share;
      const share = tried === 0 && raw !== undefined && raw < 0 && isMapped ? rounded(raw / mostMapped) : tried;
      const own = Math.max(-1, share);
      return {
        key: keys.get(id),
        text,
        ...(id === right && { correct: true }),
        ...(id !== right && own !== 0 && { share: near(own, 1) ? 1 : own }),
        ...placed.of(id),
      };
    }),
    ...(facts.shuffle && { shuffle: true }),
    ...placed.fields,
  };
}

/** Which of two choices is "true", where they are the words of a statement. */
function trueFalseWords(facts: ChoiceFacts, isPlain: boolean): { true: string; false: string } | undefined {
  const { choices } = facts;
  if (choices.length !== 2 || !isPlain) return undefined;
  const idOf = (pattern: RegExp) => choices.find(({ text }) => pattern.test(text.replace(/[.*_\s]/g, "")))?.id;
  const [yes, no] = [idOf(/^(?:true|t)$/i), idOf(/^(?:false|f)$/i)];
  return yes !== undefined && no !== undefined ? { true: yes, false: no } : undefined;
}

type Shares = Map<string, number>;
/** The share of the points for a set of choices. */
type Credit = (set: string[]) => number;

function multipleFields(facts: ChoiceFacts, desk: Desk): Fields {
  const { choices } = facts;
  const ids = choices.map(({ id }) => id);
  const most = facts.most === 0 ? ids.length : Math.min(facts.most, ids.length);
  const sets = setsOf(ids, most, facts.named ?? []);
  const settled = settle(facts.markings, sets, desk);
  const trials = sets.map((set) => ({ slots: set, ...settled.try(set) }));
  const best = trials.filter(({ share }) => near(share, 1)).sort((a, b) => a.slots.length - b.slots.length);
  const right = best[0]!.slots;
  if (most < ids.length) desk.changed(`Any number of choices can be ticked here; the file allowed at most ${most}.`);
  if (trials.some(({ share }) => share < 0)) desk.changed("The points of an item are never below 0.");

  const fits = (model: Credit) => trials.every(({ slots, share }) => near(clamp(share), model(slots)));
  // What the file maps a choice to is what it means, where that explains the points; else they are found by trying.
  const ofFile = [settled.points, 1]
    .filter((whole) => facts.mapped && whole > 0)
    .map((whole): Shares => new Map(ids.map((id) => [id, rounded((facts.mapped!.get(id) ?? 0) / whole)])));
  const shares = ofFile.find((one) => fits(creditsFor(right, one).shares!)) ?? sharesOf(ids, right, settled);
  const fitting = Object.entries(creditsFor(right, shares)).filter(([, model]) => fits(model));
  const [credit] = fitting[0] ?? [undefined];
  const rights = credit === "shares" ? ids.filter((id) => shares.get(id)! > 0) : right;
  if (credit === undefined) {
    desk.changed(
      "The points for a part of the right choices are given by a rule that is not known here: all points for exactly the right ones, else none.",
    );
  }
  const keys = keysOf(ids, "choice");
  const placed = placeFeedback(facts.feedback, trials, ids, desk);
  return {
    kind: "multiple-choice",
    points: settled.points,
    ...(credit !== undefined && credit !== "all-or-nothing" && { credit }),
    choices: choices.map(({ id, text }) => {
      const isRight = rights.includes(id);
      const share = Math.max(-1, Math.min(1, shares.get(id)!));
      // A right choice without a share has its part of the whole.
      const isUsual = isRight ? Math.abs(share - 1 / rights.length) < 1e-6 : share === 0;
      return {
        key: keys.get(id),
        text,
        ...(isRight && { correct: true }),
        ...(credit === "shares" && !isUsual && { share }),
        ...placed.of(id),
      };
    }),
    ...(facts.shuffle && { shuffle: true }),
    ...placed.fields,
  };
}

/** All sets of few choices; of many those of one and two, and what is at most one choice away from all or those named. */
function setsOf(ids: string[], most: number, named: string[][]): string[][] {
  const sets: string[][] = [];
  const add = (set: string[]) => {
    if (set.length > 0 && set.length <= most) sets.push(set);
  };
  if (ids.length <= 8) {
    for (let bits = 1; bits < 2 ** ids.length; bits += 1) add(ids.filter((_, index) => bits & (2 ** index)));
    return sets;
  }
  add(ids);
  for (const set of named) add(ids.filter((id) => set.includes(id)));
  for (const [index, id] of ids.entries()) {
    add([id]);
    add(ids.filter((other) => other !== id));
    for (const set of named) add(ids.filter((other) => (other === id) !== set.includes(other)));
    for (const other of ids.slice(index + 1)) add([id, other]);
  }
  return sets.slice(0, MAX_TRIES);
}

/** What each choice gives alone, or adds to the right ones, or takes from them. */
function sharesOf(ids: string[], right: string[], settled: Settled): Shares {
  return new Map(
    ids.map((id) => {
      const alone = settled.try([id]).share;
      if (alone > 0) return [id, alone];
      const isRight = right.includes(id);
      const other = isRight ? right.filter((one) => one !== id) : ids.filter((one) => one === id || right.includes(one));
      const without = other.length === 0 ? 0 : settled.try(other).share;
      return [id, rounded(isRight ? 1 - without : without - 1)];
    }),
  );
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}

function creditsFor(right: string[], shares: Shares): Record<string, Credit> {
  const rightIn = (set: string[]) => set.filter((id) => right.includes(id)).length;
  return {
    "all-or-nothing": (set) => (set.length === right.length && rightIn(set) === right.length ? 1 : 0),
    partial: (set) => clamp((2 * rightIn(set) - set.length) / right.length),
    shares: (set) => clamp(set.reduce((total, id) => total + shares.get(id)!, 0)),
  };
}
