/** What a column of a CSV file of questions holds. Columns of choices have a number, from 1. */
export type CsvColumn =
  | { is: "key" | "kind" | "bank" | "prompt" | "points" | "correct" | "feedback" | "hints" | "settings" | "options" | "own" }
  | { is: "option" | "optionFeedback"; number: number };

/** Names of columns, in small letters without signs: ours first, then what others call the same. */
const NAMES: Record<Exclude<CsvColumn["is"], "option" | "optionFeedback">, string[]> = {
  key: ["key", "id", "idnumber", "questionid", "identifier", "name", "questionname"],
  kind: ["kind", "type", "questiontype", "qtype"],
  bank: ["bank", "category", "topic", "section", "subject"],
  prompt: ["prompt", "question", "questiontext", "text", "stem", "title", "questiontitle"],
  points: ["points", "mark", "marks", "score", "grade", "weight", "maxscore", "defaultmark", "defaultgrade"],
  correct: [
    "correct",
    "answer",
    "correctanswer",
    "correctanswers",
    "correctoption",
    "rightanswer",
    "solution",
    "answerkey",
    "ans",
  ],
  feedback: ["feedback", "explanation", "generalfeedback", "answerexplanation", "rationale", "comment"],
  hints: ["hints", "hint"],
  settings: ["settings"],
  options: ["options", "choices", "answers", "answeroptions"],
  own: ["courageous"],
};

const OPTION = /^(?:option|choice|answer|answeroption|distractor|opt|response)?(\d{1,2}|[a-z])$/;
const OPTION_FEEDBACK = /^(?:feedback|optionfeedback|answerfeedback|choicefeedback)(\d{1,2}|[a-z])$/;

/** The column of a heading; undefined where it is none that is known. */
export function readHeading(heading: string): CsvColumn | undefined {
  const name = heading
    .toLowerCase()
    .replace(/\([^()]{0,40}\)/g, "")
    .replace(/[^\p{L}\p{N}]/gu, "")
    .replace(/^(?:multichoice|truefalse|shortanswer|essay)(?=name$)/, "");
  for (const [is, names] of Object.entries(NAMES)) {
    if (names.includes(name)) return { is: is as keyof typeof NAMES };
  }
  const [, feedback] = OPTION_FEEDBACK.exec(name) ?? [];
  if (feedback !== undefined) return { is: "optionFeedback", number: numberOf(feedback) };
  const [, option] = OPTION.exec(name) ?? [];
  return option === undefined ? undefined : { is: "option", number: numberOf(option) };
}

/** The columns of a file; undefined where its first line is none of headings. */
export function readHeadings(cells: string[]): (CsvColumn | undefined)[] | undefined {
  const columns = cells.map(readHeading);
  const isKnown = columns.filter((column) => column !== undefined).length > 1;
  return isKnown && columns.some((column) => column?.is === "prompt") ? columns : undefined;
}

function numberOf(text: string): number {
  return /\d/.test(text) ? Number(text) : text.charCodeAt(0) - 96;
}
