import { type Data, multipleChoiceOf, type ReadChoice, singleChoiceOf } from "../assemble/choice-item.ts";
import { readClozeCodes } from "../assemble/cloze-codes.ts";
import { clozeOf } from "../assemble/cloze-item.ts";
import { matchingOf, orderingOf } from "../assemble/matching-item.ts";
import { numberKeyOf, readAcceptedNumber, readNumber } from "../assemble/number-item.ts";
import type { ReadItem } from "../assemble/settle-question.ts";
import { patternOf, textKeyOf } from "../assemble/text-item.ts";
import { Unsupported } from "../stop.ts";
import type { TextReader } from "../text/read-text.ts";
import { type CsvRow, readCorrect } from "./csv-cells.ts";

/** What kinds are called, in small letters without signs. */
const KINDS: Record<string, string> = {
  "single-choice": "singlechoice multiplechoice multichoice multichoiceset mc mcq choice single singleselect radio",
  "multiple-choice":
    "multiplechoices multipleanswer multipleanswers multipleresponse multipleselect multiselect checkbox ma mr msq",
  "true-false": "truefalse tf boolean trueorfalse yesno",
  numeric: "numeric numerical number num nr",
  "short-text": "shorttext shortanswer sa fillin fillintheblank fillinblank fib openended short open text",
  "long-text": "longtext essay es longanswer wr freetext",
  matching: "matching match mat",
  ordering: "ordering order ord sorting",
  cloze: "cloze gaps multianswer",
  "file-upload": "fileupload upload file fil",
};
const NAMED = new Map(Object.entries(KINDS).flatMap(([kind, names]) => names.split(" ").map((name) => [name, kind])));

/** Reads the question of a row: what its kind is, or what it looks like where it names none. */
export function readCsvItem(row: CsvRow, reader: TextReader): ReadItem {
  const kind = kindOf(row, reader);
  if (kind === "cloze") return { prompt: "", item: readGaps(row, reader) };
  const prompt = reader.block(row.value("prompt"), "markdown");
  return { prompt, item: READ[kind]!(row, reader) };
}

function kindOf(row: CsvRow, reader: TextReader): string {
  const named = row.value("kind");
  if (named !== "") {
    const exact = Object.hasOwn(KINDS, named.toLowerCase()) ? named.toLowerCase() : undefined;
    const kind = exact ?? NAMED.get(named.toLowerCase().replace(/[^a-z]/g, ""));
    if (kind === undefined) throw new Unsupported(`Questions of the kind “${named.slice(0, 60)}” are not known here.`);
    // What most files call "multiple choice" has one right choice, or several.
    const mayBeSeveral = kind === "single-choice" && exact === undefined;
    return mayBeSeveral && readCorrect(row.value("correct"), row.options).size > 1 ? "multiple-choice" : kind;
  }
  const guessed = guessKind(row);
  reader.notes.changed(`The row names no kind, so it was taken as ${guessed}.`);
  return guessed;
}

function guessKind(row: CsvRow): string {
  const correct = row.value("correct");
  if (row.options.length > 1 && correct !== "")
    return readCorrect(correct, row.options).size > 1 ? "multiple-choice" : "single-choice";
  if (row.options.length > 0) throw new Unsupported("It does not say which choice is right.");
  if (correct === "") return "long-text";
  if (/^(?:true|false)$/i.test(correct)) return "true-false";
  return readNumber(correct) === undefined ? "short-text" : "numeric";
}

type Read = (row: CsvRow, reader: TextReader) => Data;

const READ: Record<string, Read> = {
  "single-choice": (row, reader) => singleChoiceOf(choicesOf(row, reader, 1), reader.notes),
  "multiple-choice": (row, reader) => {
    const named = readCorrect(row.value("correct"), row.options);
    const plain = [...named.values()].every((share) => share === undefined);
    const item = multipleChoiceOf(choicesOf(row, reader, 1 / named.size), reader.notes);
    return plain ? { ...item, credit: "all-or-nothing" } : item;
  },
  "true-false": (row, reader) => {
    const correct = row.value("correct");
    const named = row.options.length > 0 && !/^(?:true|false)$/i.test(correct) ? readCorrect(correct, row.options) : new Map();
    const [place] = named.keys();
    const word = (place === undefined ? correct : row.options[place]!.text).trim().toLowerCase();
    if (!/^(?:true|false|t|f|yes|no)$/.test(word)) throw new Unsupported("It does not say whether it is true or false.");
    const feedback = row.options.flatMap((option) => {
      const text = reader.block(option.feedback, "markdown");
      return text !== "" && /^(?:true|false)$/i.test(option.text) ? [[option.text.toLowerCase(), text]] : [];
    });
    return {
      kind: "true-false",
      answer: /^[ty]/.test(word),
      ...(feedback.length > 0 && { feedbackFor: Object.fromEntries(feedback) }),
    };
  },
  numeric: (row, reader) => {
    const read = answersOf(row, reader).map(({ text, ...rest }) => ({ number: readAcceptedNumber(text), ...rest }));
    const { key, otherwise } = numberKeyOf(read, reader.notes);
    return { kind: "numeric", ...key, ...(otherwise && { feedbackWhen: { wrong: otherwise } }) };
  },
  "short-text": (row, reader) => {
    const read = answersOf(row, reader).map((answer) => ({ ...answer, text: patternOf(reader.plain(answer.text, "plain")) }));
    return { kind: "short-text", ...textKeyOf(read, false, reader.notes) };
  },
  matching: (row, reader) => {
    const pairs = row.options.map(({ text, feedback }) => {
      const at = text.lastIndexOf("->");
      if (at < 0) throw new Unsupported("A pair has no arrow (->).");
      const comment = reader.block(feedback, "markdown");
      return {
        text: reader.inline(text.slice(0, at).trim(), "markdown"),
        answer: reader.plain(text.slice(at + 2), "plain"),
        ...(comment && { feedback: comment }),
      };
    });
    return matchingOf(pairs, reader.notes);
  },
  ordering: (row, reader) => orderingOf(row.options.map(({ text }) => reader.inline(text, "markdown"))),
  "long-text": () => ({ kind: "long-text" }),
  "file-upload": () => ({ kind: "file-upload" }),
};

/** `full` is what a choice gives that is named without a share. */
function choicesOf(row: CsvRow, reader: TextReader, full: number): ReadChoice[] {
  const named = readCorrect(row.value("correct"), row.options);
  return row.options.map(({ text, feedback }, index) => ({
    text: reader.inline(text, "markdown"),
    share: named.has(index) ? (named.get(index) ?? full) : 0,
    feedback: reader.block(feedback, "markdown"),
  }));
}

/** Accepted answers: the options where there are some, with shares where `correct` says them; else what is correct. */
function answersOf(row: CsvRow, reader: TextReader): { text: string; share: number; feedback: string }[] {
  const correct = row.value("correct");
  if (row.options.length === 0) return correct.split("|").map((text) => ({ text: text.trim(), share: 1, feedback: "" }));
  const named = correct === "" ? undefined : readCorrect(correct, row.options);
  return row.options.map(({ text, feedback }, index) => ({
    text,
    share: named === undefined || (named.has(index) && named.get(index) === undefined) ? 1 : (named.get(index) ?? 0),
    feedback: reader.block(feedback, "markdown"),
  }));
}

function readGaps(row: CsvRow, reader: TextReader): Data {
  const { text, ...codes } = readClozeCodes(row.value("prompt"), "markdown", reader);
  const points = readNumber(row.value("points"));
  return clozeOf({ text: reader.block(text, "markdown"), ...codes, ...(points !== undefined && { points }) }, reader.notes);
}
