import type { CompiledInstrument } from "#app/features/instruments/compiled.ts";
import type { Answer } from "#app/features/instruments/items/item-kind.ts";
import { type CompiledItem, kindOf } from "#app/features/instruments/items/registry.ts";
import { analyseScores, type ItemStatistics, type ScoreStatistics } from "#app/features/instruments/statistics/analyse-scores.ts";
import { type ChoiceStatistics, choiceAnalysis } from "#app/features/instruments/statistics/choice-analysis.ts";
import { type CompletionTime, completionTime } from "#app/features/instruments/statistics/completion-time.ts";
import { restScores, scoreTable } from "#app/features/instruments/statistics/score-table.ts";

/** What one person handed in: stored answers by item key, and how long it took. */
export interface AnsweredAttempt {
  seconds: number;
  answers: Record<string, unknown>;
}

export interface AssessmentStatistics {
  time: CompletionTime;
  /** One for a graded check, one for each scale of a profile. */
  sets: ItemSet[];
}

export interface ItemSet {
  key: string;
  /** The scale's; null for a graded check, which is one set. */
  title: string | null;
  scores: Omit<ScoreStatistics, "items">;
  items: AnalysedItem[];
}

export interface AnalysedItem {
  key: string;
  /** Place in the instrument, from 1. */
  number: number;
  /** HTML. */
  prompt: string;
  reverse: boolean;
  figures: Pick<ItemStatistics, "facility" | "rest" | "description" | "discriminationIndex"> & {
    alphaIfDropped: ItemStatistics["ifDropped"]["raw"];
  };
  omitted: number;
  choices: (ChoiceStatistics & { text: string; correct: boolean })[];
}

interface NumberedItem {
  item: CompiledItem;
  number: number;
}

/** The figures of an instrument's items and scores. An item of a graded check without an answer has earned nothing. */
export function summariseAttempts(instrument: CompiledInstrument, attempts: AnsweredAttempt[]): AssessmentStatistics {
  const items = instrument.items.map((item, index) => ({ item, number: index + 1 }));
  const sets =
    instrument.kind === "graded"
      ? [{ key: "all", title: null, items, score: "sum" as const }]
      : instrument.scales.map(({ key, title, method }) => {
          const own = items.filter(({ item }) => item.kind === "likert" && item.scale === key);
          return { key, title, items: own, score: method };
        });
  return {
    time: completionTime(attempts.map(({ seconds }) => seconds)),
    sets: sets.map(({ score, ...set }) => analyseSet({ ...set, attempts, score })),
  };
}

function analyseSet({
  key,
  title,
  items,
  attempts,
  score,
}: {
  key: string;
  title: string | null;
  items: NumberedItem[];
  attempts: AnsweredAttempt[];
  score: "sum" | "mean";
}): ItemSet {
  const given = items.map(({ item }) => attempts.map(({ answers }) => readAnswer(item, answers[item.key])));
  const worth = given.map((answers, at) => answers.map((answer) => worthOf(items[at]!.item, answer)));
  const table = scoreTable(
    attempts.map((_, person) => worth.map((values) => values[person]!)),
    items.length,
  );
  const ranges = items.map(({ item }) =>
    item.kind === "likert" ? { minimum: item.minimum, maximum: item.maximum } : { minimum: 0, maximum: item.points },
  );
  const { items: figures, ...scores } = analyseScores(table, { ranges, score });
  const restOf = restScores(table, score);
  return {
    key,
    title,
    scores,
    items: items.map(({ item, number }, at) => {
      const { facility, rest, description, discriminationIndex, ifDropped } = figures[at]!;
      const kind = kindOf(item);
      const options = kind.review(item, null).options;
      const chosen = given[at]!.map((answer) => (answer === null ? null : kind.values(answer)));
      const { choices, omitted } = choiceAnalysis(
        options.map(({ value }) => value),
        chosen,
        restOf(at),
      );
      return {
        key: item.key,
        number,
        prompt: item.prompt.html,
        reverse: item.kind === "likert" && item.reverse,
        figures: { facility, rest, description, discriminationIndex, alphaIfDropped: ifDropped.raw },
        omitted: omitted.count,
        choices: choices.map((choice, place) => ({
          ...choice,
          text: options[place]!.text,
          correct: options[place]!.correct,
        })),
      };
    }),
  };
}

/** An answer of another shape, from an item that was changed beyond comparing, counts as none. */
function readAnswer(item: CompiledItem, stored: unknown): Answer | null {
  const parsed = kindOf(item).parse(item, stored);
  return parsed.status === "answer" ? parsed.answer : null;
}

function worthOf(item: CompiledItem, answer: Answer | null): number | null {
  const worth = kindOf(item).score(item, answer);
  return worth.counts === "points" ? worth.points : worth.value;
}
