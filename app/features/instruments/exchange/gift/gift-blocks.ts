import { LONGEST_QUESTION, MOST_QUESTIONS } from "../limits.ts";

/** A question or a category of a GIFT file, as it stands there. */
export interface GiftBlock {
  /** Of its first line, from 1. */
  line: number;
  /** Without its comments. */
  text: string;
  /** From a comment: `[id:...]`, `[tag:...]`. */
  id?: string;
  tags: string[];
  /** From a comment: what only we can say of the question. */
  own?: string;
  /** A line of it was longer than a question can be, and was cut. */
  isCut?: true;
}

export interface GiftBlocks {
  blocks: GiftBlock[];
  comments: number;
  /** Lines on which a question begins with no blank line before it. */
  joined: number[];
}

/** Escaped signs stand as these while a text is taken apart, in the order of `SIGNS`. */
const MARKS = "\ufdd0\ufdd1\ufdd2\ufdd3\ufdd4\ufdd5\ufdd6\ufdd7";
const SIGNS = ":#={}~\n\\";

/** Puts marks for what is escaped, so that every sign that is left is one of the syntax. `\x` for any other x stays. */
export function hideEscapes(text: string): string {
  return text.replace(/\\([:#={}~n\\])/g, (_, sign: string) => MARKS[sign === "n" ? 6 : SIGNS.indexOf(sign)]!);
}

/** The text that was meant. */
export function showEscapes(text: string): string {
  return text.replace(/[\ufdd0-\ufdd7]/g, (mark) => SIGNS[MARKS.indexOf(mark)]!);
}

/**
 * A file apart at its blank lines. A blank line within braces ends a question only where the braces are not closed after
 * it; a line that begins a new question (`::name::`) after closed braces begins one without a blank line, too.
 */
export function splitGift(source: string): GiftBlocks {
  // What is longer than a question can be is cut, and refused as too long where it stands.
  const unhidden = source.split("\n").map((line) => line.slice(0, LONGEST_QUESTION + 1).trim());
  const lines = unhidden.map(hideEscapes);
  const found: GiftBlocks = { blocks: [], comments: 0, joined: [] };
  let block = emptyBlock();
  let depth = 0;
  /** The line that the braces around a blank line are closed on. */
  let closedOn = -1;

  const end = () => {
    if (block.lines.some((line) => line !== "")) found.blocks.push(finish(block));
    block = emptyBlock();
    depth = 0;
  };
  for (const [at, line] of lines.entries()) {
    // One too many tells that there are more.
    if (found.blocks.length > MOST_QUESTIONS) return found;
    if (line === "") {
      if (depth > 0 && at > closedOn) closedOn = findClosing(lines, at);
      if (depth > 0 && at < closedOn) block.lines.push("");
      else end();
      continue;
    }
    if (line.startsWith("//")) {
      if (!isOurs(line)) found.comments += 1;
      // A comment after a whole question, with no blank line between, is the next one's.
      if (block.braces > 0 && depth === 0) end();
      readComment(unhidden[at]!, block);
      continue;
    }
    if (line.startsWith("$CATEGORY:")) {
      end();
      found.blocks.push({ line: at + 1, text: line, tags: [] });
      continue;
    }
    if (line.startsWith("::") && block.braces > 0 && depth === 0) {
      end();
      found.joined.push(at + 1);
    }
    if (block.line === 0) block.line = at + 1;
    block.lines.push(line);
    if (unhidden[at]!.length > LONGEST_QUESTION) block.isCut = true;
    for (const [sign] of line.matchAll(/[{}]/g)) {
      depth = Math.max(0, depth + (sign === "{" ? 1 : -1));
      block.braces += 1;
    }
  }
  end();
  return found;
}

interface OpenBlock {
  line: number;
  lines: string[];
  braces: number;
  id?: string;
  tags: string[];
  own?: string;
  isCut?: true;
}

function emptyBlock(): OpenBlock {
  return { line: 0, lines: [], braces: 0, tags: [] };
}

function finish({ lines, braces: _braces, ...block }: OpenBlock): GiftBlock {
  return { ...block, text: lines.join("\n").trim() };
}

/** The line on which open braces close before others open; -1 where a new question begins first. */
function findClosing(lines: string[], from: number): number {
  let length = 0;
  for (let at = from; at < lines.length && length < LONGEST_QUESTION; at += 1) {
    const line = lines[at]!;
    if (line.startsWith("//")) continue;
    if (line.startsWith("::") || line.startsWith("$CATEGORY:")) return -1;
    const brace = /[{}]/.exec(line)?.[0];
    if (brace) return brace === "}" ? at : -1;
    length += line.length + 1;
  }
  return -1;
}

/** Begins a comment with own data (`build/own-data.ts`). */
export const OWN_COMMENT = "// courageous ";

/** Whether nothing of a comment is left out: it holds an id, tags and own data only. */
function isOurs(line: string): boolean {
  return line.startsWith(OWN_COMMENT) || /^\/\/(?:\s*\[(?:id|tag):[^\]]{1,4000}\])+\s*$/.test(line);
}

/** A comment as it stands in the file. */
function readComment(line: string, block: OpenBlock): void {
  if (line.startsWith(OWN_COMMENT)) {
    block.own = line.slice(OWN_COMMENT.length);
    return;
  }
  // A bracket can be escaped in an id.
  for (const [, kind, name] of line.matchAll(/\[(id|tag):((?:\\\]|[^\]\\]|\\(?!\])){1,4000})\]/g)) {
    const text = name!.replaceAll("\\]", "]").trim();
    if (text === "") continue;
    if (kind === "id") block.id ??= text;
    else block.tags.push(text);
  }
}
