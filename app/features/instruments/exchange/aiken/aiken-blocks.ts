import { MOST_QUESTIONS } from "../limits.ts";

/** A question of an Aiken file, as it stands there. */
export interface AikenBlock {
  /** Of its first line, from 1. */
  line: number;
  text: string[];
  options: { letter: string; text: string }[];
  answer?: string;
  feedback: string[];
  /** Lines that name something else, such as `HINT:`. */
  others: string[];
  /** Whether a choice goes on in a further line. */
  isJoined: boolean;
  /** Characters. */
  length: number;
}

/** `A. A text`, `A) A text` and, as Moodle takes it, `A)A text`. */
const OPTION = /^([A-Za-z])\s?[.)](\s*)(\S.*)?$/;
const ANSWER = /^ANSWERS?\s*:\s*(.*)$/i;
const FEEDBACK = /^(?:FEEDBACK|EXPLANATION|RATIONALE)\s*:\s*(.*)$/i;
const OTHER = /^(?:HINT|REFERENCE|POINTS?|DIFFICULTY|TAGS?|TOPIC|CATEGORY|LO|ID)\s*:/i;

/**
 * A file apart. A question ends with its line `ANSWER:` and what belongs to that; one without such a line ends at the first
 * blank line after its choices.
 */
export function splitAiken(source: string): AikenBlock[] {
  const blocks: AikenBlock[] = [];
  let block = emptyBlock();
  let isAfterBlank = false;
  const end = () => {
    if (block.text.length > 0 || block.options.length > 0 || block.answer !== undefined) blocks.push(block);
    block = emptyBlock();
  };
  for (const [at, raw] of source.split("\n").entries()) {
    // One too many tells that there are more.
    if (blocks.length > MOST_QUESTIONS) return blocks;
    const line = raw.trim();
    if (line === "") {
      isAfterBlank = true;
      continue;
    }
    const [, answer] = ANSWER.exec(line) ?? [];
    const [, feedback] = FEEDBACK.exec(line) ?? [];
    const [, letter = "", blank = "", text = ""] = OPTION.exec(line) ?? [];
    const isDone = block.answer !== undefined;
    const isOption = letter !== "" && !isDone && block.text.length > 0 && isNext(letter, block, blank !== "" || text === "");
    if (isDone && feedback === undefined && !OTHER.test(line)) end();
    else if (block.options.length > 0 && !isDone && isAfterBlank && !isOption && answer === undefined) end();
    if (block.line === 0) block.line = at + 1;
    block.length += line.length;
    if (answer !== undefined) block.answer = answer;
    else if (block.answer !== undefined && feedback !== undefined) block.feedback.push(feedback);
    else if (block.answer !== undefined) block.others.push(line);
    else if (isOption) block.options.push({ letter: letter.toUpperCase(), text });
    else if (block.options.length > 0) {
      block.options.at(-1)!.text += ` ${line}`;
      block.isJoined = true;
    } else block.text.push(line);
    isAfterBlank = false;
  }
  end();
  return blocks;
}

function emptyBlock(): AikenBlock {
  return { line: 0, text: [], options: [], feedback: [], others: [], isJoined: false, length: 0 };
}

/** Choices come in the order of the alphabet. Without a blank it is a choice only where its letter is the very next: `E.g.` */
function isNext(letter: string, { options }: AikenBlock, hasBlank: boolean): boolean {
  const next = String.fromCharCode(65 + options.length);
  return letter.toUpperCase() === next || (hasBlank && options.length > 0 && letter === letter.toUpperCase());
}
