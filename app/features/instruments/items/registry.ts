import type { Answer, ItemKind } from "./item-kind.ts";
import { type Likert, type LikertQuestion, type LikertSource, likert } from "./likert.tsx";
import {
  type MultipleChoice,
  type MultipleChoiceQuestion,
  type MultipleChoiceSource,
  multipleChoice,
} from "./multiple-choice.tsx";
import { type SingleChoice, type SingleChoiceQuestion, type SingleChoiceSource, singleChoice } from "./single-choice.tsx";
import { type TrueFalse, type TrueFalseQuestion, type TrueFalseSource, trueFalse } from "./true-false.tsx";

/** An item as an author writes it, with defaults filled in. */
export type SourceItem = SingleChoiceSource | MultipleChoiceSource | TrueFalseSource | LikertSource;
/** An item as a revision stores it: Markdown is HTML, and it knows what is right. */
export type CompiledItem = SingleChoice | MultipleChoice | TrueFalse | Likert;
/** An item as a person sees it before submission: it does not know what is right. */
export type Question = SingleChoiceQuestion | MultipleChoiceQuestion | TrueFalseQuestion | LikertQuestion;

type AnyItemKind = ItemKind<SourceItem, CompiledItem, Question, Answer>;

const kinds: Record<CompiledItem["kind"], AnyItemKind> = {
  "single-choice": singleChoice,
  "multiple-choice": multipleChoice,
  "true-false": trueFalse,
  likert,
};

/** The module of an item's kind. Only hand it items, questions and answers of that kind. */
export function kindOf(item: { kind: CompiledItem["kind"] }): AnyItemKind {
  return kinds[item.kind];
}
