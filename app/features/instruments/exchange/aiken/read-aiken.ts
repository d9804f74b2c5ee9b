import { multipleChoiceOf, type ReadChoice, singleChoiceOf } from "../assemble/choice-item.ts";
import { settleQuestion } from "../assemble/settle-question.ts";
import { decodeText } from "../decode-text.ts";
import type { ImportedQuestion, ImportResult } from "../import-report.ts";
import { LONGEST_QUESTION, MOST_QUESTIONS, MOST_TEXT_BYTES } from "../limits.ts";
import { NoteBook, shortened } from "../note-book.ts";
import { QuestionKeys } from "../question-keys.ts";
import { Unsupported } from "../stop.ts";
import { TextReader } from "../text/read-text.ts";
import { type AikenBlock, splitAiken } from "./aiken-blocks.ts";

/** Reads an Aiken file. One wrong question never costs the others. */
export function readAiken(bytes: Uint8Array): ImportResult {
  const decoded = decodeText(bytes, MOST_TEXT_BYTES);
  if (decoded.status === "refused") return decoded;
  const blocks = splitAiken(decoded.text);
  if (blocks.length > MOST_QUESTIONS) {
    return { status: "refused", message: `The file has more than ${MOST_QUESTIONS} questions. Divide it.` };
  }
  const keys = new QuestionKeys();
  const questions = blocks.map((block) => readQuestion(block, keys));
  return { status: "imported", imported: { questions, media: [], notes: decoded.notes } };
}

function readQuestion(block: AikenBlock, keys: QuestionKeys): ImportedQuestion {
  const notes = new NoteBook();
  const text = block.text.join("\n");
  const reader = new TextReader({ notes, media: () => undefined });
  const frame = { source: `line ${block.line}`, title: "", excerpt: shortened(text), notes };
  return settleQuestion(frame, keys, () => {
    if (block.length > LONGEST_QUESTION) throw new Unsupported(`It is longer than ${LONGEST_QUESTION} characters.`);
    if (block.options.length === 0) throw new Unsupported("It has no choices, such as “A. A text”.");
    if (block.answer === undefined) throw new Unsupported("It has no line “ANSWER: A”.");
    const letters = lettersOf(block.answer);
    const unknown = letters.filter((letter) => !block.options.some((option) => option.letter === letter));
    if (letters.length === 0 || unknown.length > 0) {
      throw new Unsupported(`The answer “${shortened(block.answer)}” names no choice of it.`);
    }
    const repeated = block.options.some(({ letter }, index) => block.options.findIndex((one) => one.letter === letter) < index);
    if (repeated) throw new Unsupported("Two choices have the same letter.");
    if (block.isJoined) notes.changed("A choice of several lines was put into one.");
    for (const line of block.others) notes.unsupported(`A line that Aiken does not have was left out: ${shortened(line)}.`);
    const choices = block.options.map(({ letter, text }): ReadChoice => {
      return { text: reader.inline(text, "plain"), share: letters.includes(letter) ? 1 / letters.length : 0, feedback: "" };
    });
    const feedback = reader.block(block.feedback.join("\n"), "plain");
    if (letters.length > 1) notes.changed("Several letters are right, which Aiken does not have: all of them are to be ticked.");
    const item = letters.length === 1 ? singleChoiceOf(choices, notes) : multipleChoiceOf(choices, notes);
    return { prompt: reader.block(text, "plain"), item: { ...item, ...(feedback && { feedback }) } };
  });
}

/** `B`, `b)` or, as some write it, `A, C`. */
function lettersOf(answer: string): string[] {
  return /^[A-Z][.)]?(?:\s*(?:,|;|&|\band\b)?\s*[A-Z][.)]?)*$/i.test(answer)
    ? [...new Set(answer.toUpperCase().match(/\b[A-Z]\b/g) ?? [])]
    : [];
}
