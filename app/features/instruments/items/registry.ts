import { type Cloze, type ClozeQuestion, type ClozeSource, cloze } from "./cloze.tsx";
import { type FileUpload, type FileUploadQuestion, type FileUploadSource, fileUpload } from "./file-upload.tsx";
import type { Answer, ItemKind } from "./item-kind.ts";
import { type Likert, type LikertQuestion, type LikertSource, likert } from "./likert.tsx";
import { type LongText, type LongTextQuestion, type LongTextSource, longText } from "./long-text.tsx";
import { type Matching, type MatchingQuestion, type MatchingSource, matching } from "./matching.tsx";
import {
  type MultipleChoice,
  type MultipleChoiceQuestion,
  type MultipleChoiceSource,
  multipleChoice,
} from "./multiple-choice.tsx";
import { type Numeric, type NumericQuestion, type NumericSource, numeric } from "./numeric.tsx";
import { type Ordering, type OrderingQuestion, type OrderingSource, ordering } from "./ordering.tsx";
import {
  askShared,
  compileShared,
  reviewShared,
  type SharedCompiled,
  type SharedQuestion,
  type SharedSource,
} from "./shared-fields.ts";
import { type ShortText, type ShortTextQuestion, type ShortTextSource, shortText } from "./short-text.tsx";
import { type SingleChoice, type SingleChoiceQuestion, type SingleChoiceSource, singleChoice } from "./single-choice.tsx";
import { type TrueFalse, type TrueFalseQuestion, type TrueFalseSource, trueFalse } from "./true-false.tsx";

/** An item as an author writes it, with defaults filled in. */
export type SourceItem = SharedSource &
  (
    | SingleChoiceSource
    | MultipleChoiceSource
    | TrueFalseSource
    | NumericSource
    | ShortTextSource
    | ClozeSource
    | MatchingSource
    | OrderingSource
    | LongTextSource
    | FileUploadSource
    | LikertSource
  );
/** An item as a revision stores it: Markdown is HTML, and it knows what is right. */
export type CompiledItem = SharedCompiled &
  (
    | SingleChoice
    | MultipleChoice
    | TrueFalse
    | Numeric
    | ShortText
    | Cloze
    | Matching
    | Ordering
    | LongText
    | FileUpload
    | Likert
  );
/** An item as a person sees it before submission: it does not know what is right. */
export type Question = SharedQuestion &
  (
    | SingleChoiceQuestion
    | MultipleChoiceQuestion
    | TrueFalseQuestion
    | NumericQuestion
    | ShortTextQuestion
    | ClozeQuestion
    | MatchingQuestion
    | OrderingQuestion
    | LongTextQuestion
    | FileUploadQuestion
    | LikertQuestion
  );

type AnyItemKind = ItemKind<SourceItem, CompiledItem, Question, Answer>;

/** A kind with what all kinds have. */
function complete(kind: AnyItemKind): AnyItemKind {
  return {
    ...kind,
    compile: (item, context) => ({ ...kind.compile(item, context), ...compileShared(item, context.render) }),
    ask: (item) => ({ ...kind.ask(item), ...askShared(item) }),
    review: (item, answer) => reviewShared(item, kind.review(item, answer), kind.score(item, answer)),
  };
}

const kinds: Record<CompiledItem["kind"], AnyItemKind> = {
  "single-choice": complete(singleChoice),
  "multiple-choice": complete(multipleChoice),
  "true-false": complete(trueFalse),
  numeric: complete(numeric),
  "short-text": complete(shortText),
  cloze: complete(cloze),
  matching: complete(matching),
  ordering: complete(ordering),
  "long-text": complete(longText),
  "file-upload": complete(fileUpload),
  likert: complete(likert),
};

/** The module of an item's kind. Only hand it items, questions and answers of that kind. */
export function kindOf(item: { kind: CompiledItem["kind"] }): AnyItemKind {
  return kinds[item.kind];
}

/** The kinds that a person grades. */
export const KINDS_GRADED_BY_PEOPLE = Object.values(kinds).flatMap(({ kind, grade }) => (grade ? [kind] : []));
