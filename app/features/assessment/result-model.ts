import type {
  CompiledGraded,
  CompiledInstrument,
  CompiledProfile,
  CompiledProfileInstrument,
} from "#app/features/instruments/compiled.ts";
import type { AnswerFileFacts, ItemReview, ItemState, Prompt } from "#app/features/instruments/items/item-kind.ts";
import { kindOf } from "#app/features/instruments/items/registry.ts";
import { orderItems } from "#app/features/instruments/order-items.ts";
import { type Answers, answerTo, type GradedResult, type ScoreResult } from "#app/features/instruments/score.ts";
import { type ScaleSample, type ScoreFigures, scoreFigures } from "#app/features/instruments/score-figures.ts";
import type { ProfileResult } from "#app/features/instruments/score-profile.ts";
import { scoreRange } from "#app/features/instruments/score-range.ts";
import type { ReadWork } from "./grading/read-work.queries.server.ts";
import type { Review } from "./review-policy.ts";

/** A result as its page shows it. Made by pure functions from what is stored. */
export type ResultModel = GradedModel | ProfileModel;

export interface GradedModel {
  kind: "graded";
  /** Null where the score is not shown, or not yet. */
  points: number | null;
  max: number;
  percent: number | null;
  passed: boolean;
  passMark: number;
  /** How many answers a person has still to grade. */
  waiting: number;
  /** Null: as many as one likes. */
  attemptsLeft: number | null;
  /** What of it is shown now; nothing else is in here. */
  review: Review;
  /** The right answers are not shown, as a rule while the person can still try again. */
  covered: boolean;
  items: ReviewedItem[];
}

export interface ReviewedItem extends ItemReview {
  key: string;
  number: number;
  prompt: Prompt;
  /** Null where points are not shown. */
  points: number | null;
  max: number;
  /** Null where it is not shown whether the answer is right. */
  state: ItemState | null;
  /** What was sent, where the answer is files. */
  files?: AnswerFileFacts[];
  /** What a person has released to it. */
  read?: ReadWork;
}

export interface ProfileModel {
  kind: "profile";
  scales: ScaleModel[];
  /** Null where no profile fits, or a score is missing. */
  profile: Reading | null;
  /** The profiles across the lines that a score is near. */
  near: { lines: { scale: string; score: number; line: number }[]; profiles: Reading[] };
  boundary: number;
  /** HTML: what to do next, by the profile and by the bands, each under its title. */
  next: { title: string; html: string }[];
  /** HTML. */
  limits: string;
  plot: PlotModel | null;
}

export interface Reading {
  key: string;
  title: string;
  /** HTML. */
  reading: string;
}

export interface ScaleModel {
  key: string;
  title: string;
  summary: string;
  low: string;
  high: string;
  minimum: number;
  maximum: number;
  items: number;
  answered: number;
  score: number | null;
  /** How sure the score is and how it compares, as far as that is known. */
  figures: ScoreFigures;
  band: Reading | null;
  /** Upper ends of the bands. */
  bandLines: number[];
}

export type PlotModel =
  | { kind: "bars" }
  | { kind: "plane"; x: string; y: string; profiles: CompiledProfile[]; earlier: { x: number; y: number; at: Date }[] };

export function gradedModel(
  instrument: CompiledGraded,
  result: GradedResult,
  answers: Answers,
  { seed, attemptsLeft, review }: { seed: number; attemptsLeft: number | null; review: Review },
): GradedModel {
  const items = orderItems(instrument, seed).flatMap((item, index): ReviewedItem[] => {
    const scored = result.items.find(({ key }) => key === item.key);
    if (!scored) return [];
    const { key, max } = scored;
    const marked = {
      points: review.marks && review.score ? scored.points : null,
      // That nothing was answered, or that a person is still to read it, tells nothing of right and wrong.
      state: review.marks || scored.state === "unanswered" || scored.state === "to-be-graded" ? scored.state : null,
    };
    const shown = cover(kindOf(item).review(item, answerTo(item, answers)), review);
    return [{ ...shown, key, max, ...marked, number: index + 1, prompt: item.prompt }];
  });
  const { max, passed } = result;
  const { points, percent } = review.score ? result : { points: null, percent: null };
  const { passMark } = instrument;
  const waiting = result.waiting ?? 0;
  const covered = !review.answers;
  return { kind: "graded", points, max, percent, passed, passMark, waiting, attemptsLeft, review, covered, items };
}

/** Only what may be shown: always what the person chose. */
function cover({ context, options, outcome, feedback }: ItemReview, shows: Review): ItemReview {
  const seen = shows.answers ? options : options.filter(({ given }) => given);
  return {
    ...(context && { context }),
    options: seen.map(({ value, text, given, correct, feedback }) => ({
      ...{ value, text, given, correct: correct && (shows.answers || shows.marks) },
      ...(shows.feedback && feedback && { feedback }),
    })),
    // What is said to an answer that is right, or to one that is not, tells which of them it is.
    ...(shows.feedback && shows.marks && outcome && { outcome }),
    ...(shows.feedback && feedback && { feedback }),
  };
}

export function profileModel(
  instrument: CompiledProfileInstrument,
  result: ProfileResult,
  earlier: { result: ScoreResult; at: Date }[],
  samples: ReadonlyMap<string, ScaleSample> = new Map(),
): ProfileModel {
  const scales = instrument.scales.map((scale): ScaleModel => {
    const scored = result.scales.find(({ key }) => key === scale.key);
    const band = scale.bands.find(({ key }) => key === scored?.band);
    const score = scored?.score ?? null;
    const range = scoreRange(scale, instrument.items);
    return {
      key: scale.key,
      title: scale.title,
      summary: scale.summary,
      low: scale.low,
      high: scale.high,
      ...range,
      items: scored?.items ?? 0,
      answered: scored?.answered ?? 0,
      score,
      figures: scoreFigures(scale, { score, ...range }, samples.get(scale.key)),
      band: band ? readingOf(band) : null,
      bandLines: scale.bands.flatMap(({ below }) => (below === undefined ? [] : [below])),
    };
  });
  const own = instrument.profiles.find(({ key }) => key === result.profile?.key);
  const scoreOf = (key: string) => scales.find((scale) => scale.key === key)?.score ?? 0;
  return {
    kind: "profile",
    scales,
    profile: own ? readingOf(own) : null,
    near: {
      lines: result.nearBoundary.lines.map(({ scale, line }) => ({ scale, line, score: scoreOf(scale) })),
      profiles: instrument.profiles.filter(({ key }) => result.nearBoundary.profiles.includes(key)).map(readingOf),
    },
    boundary: instrument.boundary,
    next: nextSteps(instrument, result),
    limits: instrument.limits,
    plot: plotModel(instrument, earlier),
  };
}

function nextSteps({ profiles, scales }: CompiledProfileInstrument, result: ProfileResult): ProfileModel["next"] {
  const own = profiles.find(({ key }) => key === result.profile?.key);
  const bands = scales.flatMap(({ key, title, bands }) => {
    const scored = result.scales.find((scale) => scale.key === key);
    const band = bands.find((band) => band.key === scored?.band);
    return band ? [{ title: `${title}: ${band.title}`, next: band.next }] : [];
  });
  return [...(own ? [own] : []), ...bands].flatMap(({ title, next }) => (next ? [{ title, html: next }] : []));
}

function readingOf({ key, title, reading }: Reading): Reading {
  return { key, title, reading };
}

function plotModel(
  { plot, profiles }: CompiledProfileInstrument,
  earlier: { result: ScoreResult; at: Date }[],
): PlotModel | null {
  if (plot?.kind !== "plane") return plot ? { kind: "bars" } : null;
  const { x, y } = plot;
  const points = earlier.flatMap(({ result, at }) => {
    if (result.kind !== "profile") return [];
    const score = (key: string) => result.scales.find((scale) => scale.key === key)?.score ?? null;
    const [atX, atY] = [score(x), score(y)];
    return atX === null || atY === null ? [] : [{ x: atX, y: atY, at }];
  });
  return { kind: "plane", x, y, profiles, earlier: points };
}

/** A result in a few words, for a list of attempts. */
export function resultInWords(instrument: CompiledInstrument, result: ScoreResult, shows = { score: true }): string {
  if (result.kind === "graded") {
    const outcome = result.passed ? "passed" : result.waiting ? "not yet graded" : "not passed";
    return shows.score ? `${formatPercent(result.percent)}, ${outcome}` : outcome;
  }
  const title = instrument.kind === "profile" && instrument.profiles.find(({ key }) => key === result.profile?.key)?.title;
  if (title) return result.nearBoundary.profiles.length > 0 ? `${title}, near a line` : title;
  const scores = result.scales.map(({ score }) => (score === null ? "no score" : formatScore(score)));
  return scores.join(", ");
}

/** Rounded down, so that 69.96 percent never looks like a pass at 70. */
export function formatPercent(percent: number): string {
  return `${Math.floor(percent * 10) / 10} %`;
}

export function formatScore(score: number): string {
  return String(Math.round(score * 100) / 100);
}
