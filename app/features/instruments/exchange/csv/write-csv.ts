import { csvLine } from "#app/platform/csv.ts";
import type { SourceItem } from "../../items/registry.ts";
import { writeNumber } from "../assemble/number-item.ts";
import { percentOf } from "../assemble/shares.ts";
import { textOfPattern } from "../assemble/text-item.ts";
import { writeClozeCodes } from "../assemble/write-cloze-codes.ts";
import { writeOwnTags } from "../own-tags.ts";
import { Unsupported } from "../stop.ts";
import type { QuestionWriter, WrittenItem } from "../write-questions.ts";
import { guarded } from "./csv-cells.ts";
import { readCsv } from "./read-csv.ts";

/** A row a question, with as many columns of choices as the longest needs: docs/question-import.md, "CSV". */
export const csvWriter: QuestionWriter = {
  title: "CSV",
  write: (item, pen) => {
    if (/media:/.test(JSON.stringify(item)))
      pen.notes.unsupported("Pictures are not part of a CSV file; their places in the text stay.");
    return JSON.stringify(rowOf(item));
  },
  file,
  // A column that has a name is no secret, and a spreadsheet keeps it.
  tags: () => [],
  read: readCsv,
  takesOwnData: true,
};

interface Row {
  prompt: string;
  points: string;
  correct: string;
  options: { text: string; feedback?: string }[];
  feedback: string;
  hints: string;
  settings: string;
}

const BEFORE = ["key", "kind", "bank", "prompt", "points", "correct"];
const AFTER = ["feedback", "hints", "settings", "courageous"];

function file(items: WrittenItem[]): string {
  const rows = items.map(({ text }) => JSON.parse(text) as Row);
  const most = Math.max(0, ...rows.map(({ options }) => options.length));
  const numbers = Array.from({ length: most }, (_, index) => index);
  const headings = [...BEFORE, ...numbers.flatMap((index) => [`option ${index + 1}`, `feedback ${index + 1}`]), ...AFTER];
  const lines = rows.map((row, at) => {
    const { item, own } = items[at]!;
    const options = numbers.flatMap((index) => [row.options[index]?.text ?? "", row.options[index]?.feedback ?? ""]);
    const before = [item.key, item.kind, item.bank ?? "", row.prompt, row.points, row.correct];
    return csvLine([...before, ...options, row.feedback, row.hints, row.settings, own ?? ""].map(guarded));
  });
  // The mark by which spreadsheets know UTF-8.
  return `\ufeff${csvLine(headings)}${lines.join("")}`;
}

function rowOf(item: SourceItem): Row {
  const { correct, options } = answersOf(item);
  const settings = writeOwnTags(item, ["points"]).map((tag) => tag.replace(/^courageous:/, ""));
  return {
    prompt: item.kind === "cloze" ? writeClozeCodes(item) : item.prompt,
    points: item.kind === "cloze" ? sumOf(item.gaps) : "points" in item && item.points !== undefined ? String(item.points) : "",
    correct,
    options,
    feedback: ("feedback" in item && item.feedback) || "",
    hints: (item.hints ?? []).join("\n\n---\n\n"),
    settings: settings.join("; "),
  };
}

function sumOf(gaps: { points: number }[]): string {
  return String(Number(gaps.reduce((total, { points }) => total + points, 0).toFixed(9)));
}

function answersOf(item: SourceItem): Pick<Row, "correct" | "options"> {
  switch (item.kind) {
    case "single-choice":
      return {
        correct: named(
          item.choices.map(({ correct, share = 0 }) => (correct ? 1 : share)),
          1,
        ),
        options: item.choices,
      };
    case "multiple-choice": {
      const even = 1 / item.choices.filter(({ correct }) => correct).length;
      if (item.credit === "all-or-nothing")
        return {
          correct: named(
            item.choices.map(({ correct }) => Number(correct)),
            1,
          ),
          options: item.choices,
        };
      const wrong = item.credit === "partial" ? -even : 0;
      return {
        correct: named(item.choices.map(({ correct, share }) => share ?? (correct ? even : wrong))),
        options: item.choices,
      };
    }
    case "true-false": {
      const options = item.feedbackFor
        ? [true, false].map((value) => ({ text: value ? "True" : "False", feedback: item.feedbackFor![`${value}`] }))
        : [];
      return { correct: item.answer ? "True" : "False", options };
    }
    case "numeric":
      return {
        correct: named(
          item.answers.map(({ share }) => share),
          1,
        ),
        options: item.answers.map((answer) => ({ ...answer, text: writeNumber(answer) })),
      };
    case "short-text":
      return {
        correct: named(
          item.answers.map(({ share }) => share),
          1,
        ),
        options: item.answers.map((answer) => ({ ...answer, text: textOfPattern(answer.text) })),
      };
    case "matching": {
      const used = new Set(item.pairs.map(({ answer }) => answer));
      const spare = item.answers.filter(({ key }) => !used.has(key)).map(({ text }) => ({ text: `-> ${text}` }));
      const pairs = item.pairs.map(({ text, answer, feedback }) => {
        return { text: `${text} -> ${item.answers.find(({ key }) => key === answer)!.text}`, feedback };
      });
      return { correct: "", options: [...pairs, ...spare] };
    }
    case "ordering":
      return { correct: "", options: item.entries };
    case "cloze":
    case "long-text":
    case "file-upload":
      return { correct: "", options: [] };
    case "likert":
      throw new Unsupported("A rating has no right answer.");
  }
}

/** `A; B=50%`, of all that give or take something. `full` is what needs no share beside it. */
function named(shares: number[], full?: number): string {
  return shares
    .flatMap((share, index) => {
      const name = index < 26 ? String.fromCharCode(65 + index) : String(index + 1);
      return share === 0 ? [] : [share === full ? name : `${name}=${percentOf(share)}%`];
    })
    .join("; ");
}
