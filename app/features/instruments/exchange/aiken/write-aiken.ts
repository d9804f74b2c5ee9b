import type { SourceItem } from "../../items/registry.ts";
import { Unsupported } from "../stop.ts";
import { markdownWords } from "../text/markdown-words.ts";
import type { QuestionWriter } from "../write-questions.ts";
import { readAiken } from "./read-aiken.ts";

/** Aiken holds plain texts with one right choice, and nothing else. */
export const aikenWriter: QuestionWriter = {
  title: "Aiken",
  write,
  file: (items) => `${items.map(({ text }) => text).join("\n\n")}\n`,
  tags: () => [],
  read: readAiken,
  takesOwnData: false,
};

const MOST_LETTERS = 26;

function write(item: SourceItem): string {
  const choices = choicesOf(item);
  if (choices.length > MOST_LETTERS) throw new Unsupported(`Aiken has ${MOST_LETTERS} letters for choices.`);
  const right = choices.flatMap(({ correct }, index) => (correct ? [letter(index)] : []));
  const lines = choices.map(({ text }, index) => `${letter(index)}. ${oneLine(text)}`);
  const prompt = markdownWords(item.prompt)
    .split("\n")
    .filter((line) => line.trim() !== "");
  if (prompt.some((line) => /^(?:ANSWERS?|[Aa])\s?[.):]/i.test(line)))
    throw new Unsupported("A line of its text would be read as a choice or an answer.");
  return [...prompt, ...lines, `ANSWER: ${right[0]}`].join("\n");
}

function choicesOf(item: SourceItem): { text: string; correct: boolean }[] {
  if (item.kind === "single-choice") return item.choices;
  if (item.kind === "true-false")
    return ["True", "False"].map((text, index) => ({ text, correct: item.answer === (index === 0) }));
  throw new Unsupported("Aiken has choices with one right one only.");
}

function letter(index: number): string {
  return String.fromCharCode(65 + index);
}

function oneLine(markdown: string): string {
  return markdownWords(markdown).replace(/\s+/g, " ").trim();
}
