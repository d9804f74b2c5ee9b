import type { CompiledInstrument } from "#app/features/instruments/compiled.ts";
import { analyseAnswers } from "#app/features/instruments/items/analyse-answers.ts";
import { type DifferentAnswers, differentAnswers } from "#app/features/instruments/items/different-answers.ts";
import type { Answer, AnswerRow } from "#app/features/instruments/items/item-kind.ts";
import { keyingOn } from "#app/features/instruments/items/likert.tsx";
import { type CompiledItem, kindOf } from "#app/features/instruments/items/registry.ts";
import { drawItems } from "#app/features/instruments/order-items.ts";
import { analyseScores, type ItemStatistics, type ScoreStatistics } from "#app/features/instruments/statistics/analyse-scores.ts";
import { type ChoiceStatistics, choiceAnalysis } from "#app/features/instruments/statistics/choice-analysis.ts";
import { type CompletionTime, completionTime } from "#app/features/instruments/statistics/completion-time.ts";
import { restScores, scoreTableOf } from "#app/features/instruments/statistics/score-table.ts";

/** What one person handed in: stored answers by item key, and how long it took. */
export interface AnsweredAttempt {
  seconds: number;
  /** Fixes which items of a bank the person was asked. */
  seed: number;
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
  /** What the item lists, and after it the most frequent of what people wrote themselves. */
  choices: (ChoiceStatistics & Pick<AnswerRow, "part" | "label" | "right">)[];
}

/** How many different written answers an item shows. */
const MOST_WRITTEN = 20;

interface NumberedItem {
  item: CompiledItem;
  number: number;
}

/**
 * The figures of an instrument's items and scores. An item of a graded check without an answer has earned nothing; one
 * that was not drawn for a person, or still waits for somebody to grade it, is missing for them.
 */
export function summariseAttempts(instrument: CompiledInstrument, attempts: AnsweredAttempt[]): AssessmentStatistics {
  const items = instrument.items.map((item, index) => ({ item, number: index + 1 }));
  const asked = instrument.draws
    ? attempts.map(({ seed }) => new Set(drawItems(instrument, seed).map(({ key }) => key)))
    : undefined;
  const given = { attempts, askedOf: (itemKey: string) => asked?.map((keys) => keys.has(itemKey)) };
  return {
    time: completionTime(attempts.map(({ seconds }) => seconds)),
    sets:
      instrument.kind === "graded"
        ? [analyseSet({ key: "all", title: null, items, method: "sum", ...given })]
        : instrument.scales.map(({ key, title, method }) => {
            const own = items.filter(({ item }) => keyingOn(item, key));
            return analyseSet({ key, title, items: own, method, scale: key, ...given });
          }),
  };
}

interface SetToAnalyse {
  key: string;
  title: string | null;
  items: NumberedItem[];
  attempts: AnsweredAttempt[];
  /** Whom the item was drawn for; undefined where everybody was asked. */
  askedOf(itemKey: string): boolean[] | undefined;
  method: "sum" | "mean";
  scale?: string;
}

function analyseSet({ key, title, items, attempts, askedOf, method, scale }: SetToAnalyse): ItemSet {
  const asked = items.map(({ item }) => askedOf(item.key));
  const given = items.map(({ item }, at) => {
    const read = (stored: unknown) => readAnswer(item, stored);
    // Nobody has answered what they were not asked, whatever a request may have stored.
    const stored = (person: number) => (asked[at]?.[person] === false ? undefined : attempts[person]!.answers[item.key]);
    return differentAnswers(attempts.length, stored, read);
  });
  const table = scoreTableOf(attempts.length, items.length, (at, scores) => {
    const { item } = items[at]!;
    const worths = given[at]!.answers.map((answer) => worthOf(item, answer, scale) ?? Number.NaN);
    fillScores(scores, { placeOf: given[at]!.placeOf, worths, worthless: worthOf(item, null, scale), asked: asked[at] });
  });
  const ranges = items.map(({ item }) => rangeOf(item, scale));
  const { items: figures, ...scores } = analyseScores(table, { ranges, score: method });
  const restOf = restScores(table, method);
  return {
    key,
    title,
    scores,
    items: items.map(({ item, number }, at) => {
      const { facility, rest, description, discriminationIndex, ifDropped } = figures[at]!;
      return {
        key: item.key,
        number,
        prompt: item.prompt.html,
        reverse: scale !== undefined && keyingOn(item, scale)?.reverse === true,
        figures: { facility, rest, description, discriminationIndex, alphaIfDropped: ifDropped.raw },
        ...whoChoseWhat(item, given[at]!, restOf(at)),
        omitted: given[at]!.placeOf.filter((place, person) => place < 0 && asked[at]?.[person] !== false).length,
      };
    }),
  };
}

/** `worthless`: the score of an item that was asked and not answered; null where it is missing. */
function fillScores(
  scores: Float64Array,
  given: { placeOf: Int32Array; worths: number[]; worthless: number | null; asked: boolean[] | undefined },
): void {
  const { placeOf, worths, asked } = given;
  const worthless = given.worthless ?? Number.NaN;
  for (let person = 0; person < scores.length; person += 1) {
    const place = placeOf[person]!;
    scores[person] = place >= 0 ? worths[place]! : asked?.[person] === false ? Number.NaN : worthless;
  }
}

function whoChoseWhat(item: CompiledItem, given: DifferentAnswers<Answer>, rest: Float64Array): Pick<AnalysedItem, "choices"> {
  const kind = kindOf(item);
  const nameOf = ({ part, value }: AnswerRow) => (part === undefined ? value : `${part}=${value}`);
  const listed = kind.rows(item).length;
  const rows = analyseAnswers(item, given).rows.slice(0, listed + MOST_WRITTEN);
  const chosen = given.answers.map((answer) => kind.rowsOf(item, answer).map(nameOf));
  const { choices } = choiceAnalysis(rows.map(nameOf), { answers: chosen, placeOf: given.placeOf }, rest);
  return {
    choices: choices.map((choice, place) => {
      const { part, label, right } = rows[place]!;
      return { ...choice, ...(part !== undefined && { part }), label, right };
    }),
  };
}

/** An answer of another shape, from an item that was changed beyond comparing, counts as none. */
function readAnswer(item: CompiledItem, stored: unknown): Answer | null {
  const parsed = kindOf(item).parse(item, stored);
  return parsed.status === "answer" ? parsed.answer : null;
}

/** Points, or the value on the scale. */
function worthOf(item: CompiledItem, answer: Answer | null, scale: string | undefined): number | null {
  const worth = kindOf(item).score(item, answer);
  if (worth.counts === "points") return worth.state === "to-be-graded" ? null : worth.points;
  return worth.values.find((value) => value.scale === scale)?.value ?? null;
}

function rangeOf(item: CompiledItem, scale: string | undefined): { minimum: number; maximum: number } {
  const keying = scale === undefined ? undefined : keyingOn(item, scale);
  if (keying) return { minimum: keying.minimum, maximum: keying.maximum };
  const worth = kindOf(item).score(item, null);
  return { minimum: 0, maximum: worth.counts === "points" ? worth.max : 0 };
}
