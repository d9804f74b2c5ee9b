import { allOrNothingOf, type Data, multipleChoiceOf, type ReadChoice, singleChoiceOf } from "../assemble/choice-item.ts";
import { matchingOf } from "../assemble/matching-item.ts";
import { numberKeyOf, type ReadNumber, readAcceptedNumber } from "../assemble/number-item.ts";
import { shareOfPercent } from "../assemble/shares.ts";
import { patternOf, textKeyOf } from "../assemble/text-item.ts";
import { Unsupported } from "../stop.ts";
import type { TextFormat, TextReader } from "../text/read-text.ts";
import { showEscapes } from "./gift-blocks.ts";

/** What stands between the braces of a question, with escapes hidden: docs/question-import.md, "GIFT". */
export interface GiftAnswers {
  text: string;
  /** Of texts that name none of their own. */
  format: TextFormat;
  reader: TextReader;
  allOrNothing: boolean;
}

export function readAnswers(ask: GiftAnswers): Data {
  const { text } = ask;
  if (text === "") return { kind: "long-text" };
  if (text.startsWith("#")) return readNumbers(ask);
  if (text.includes("~")) return readChoices(ask);
  if (text.includes("=") && text.includes("->")) return readPairs(ask);
  return readTrueFalse(ask) ?? readTexts(ask);
}

const FORMATS: Record<string, TextFormat> = { html: "html", moodle: "moodle", plain: "plain", markdown: "markdown" };

/** A text that may begin with its format in brackets. */
export function readFormat(hidden: string, format: TextFormat): { text: string; format: TextFormat } {
  const [prefix = "", name = ""] = /^\s*\[(html|moodle|plain|markdown)\]/.exec(hidden) ?? [];
  return { text: showEscapes(hidden.slice(prefix.length).trim()), format: FORMATS[name] ?? format };
}

/** A piece as weight, text and feedback. */
function readPiece(piece: string): { percent?: string; text: string; feedback: string } {
  const trimmed = piece.trim();
  const [weight = "", percent] = /^%(\s*[+-]?\d{1,6}(?:[.,]\d{0,12})?)\s*%/.exec(trimmed) ?? [];
  const rest = trimmed.slice(weight.length);
  // The # of `&#39;` begins no feedback.
  const at = rest.search(/(?<!&(?=#x?[\da-fA-F]{1,6};))#/);
  return {
    text: (at < 0 ? rest : rest.slice(0, at)).trim(),
    feedback: at < 0 ? "" : rest.slice(at + 1),
    ...(percent !== undefined && { percent }),
  };
}

function feedbackOf({ reader, format }: GiftAnswers, hidden: string): string {
  const read = readFormat(hidden, format);
  return reader.block(read.text, read.format);
}

function shareOf(percent: string | undefined, otherwise: number): number {
  return percent === undefined ? otherwise : (shareOfPercent(percent) ?? otherwise);
}

/** Pieces that begin with one of the signs, each with its sign; what stands before the first sign has none. */
function piecesOf(text: string, signs: RegExp): { sign: string; text: string }[] {
  const pieces: { sign: string; text: string }[] = [];
  let from = 0;
  let sign = "";
  for (const { 0: next, index } of text.matchAll(signs)) {
    pieces.push({ sign, text: text.slice(from, index) });
    sign = next;
    from = index + 1;
  }
  pieces.push({ sign, text: text.slice(from) });
  return pieces.filter((piece) => piece.text.trim() !== "");
}

function readChoices(ask: GiftAnswers): Data {
  const { reader, format, text } = ask;
  const single = text.includes("=");
  const choices = piecesOf(text, /[~=]/g).map(({ sign, text }): ReadChoice => {
    const piece = readPiece(text);
    const read = readFormat(piece.text, format);
    return {
      text: reader.inline(read.text, read.format),
      share: shareOf(piece.percent, sign === "=" ? 1 : 0),
      feedback: feedbackOf(ask, piece.feedback),
    };
  });
  if (ask.allOrNothing && !single) return allOrNothingOf(choices, reader.notes);
  return single ? singleChoiceOf(choices, reader.notes) : multipleChoiceOf(choices, reader.notes);
}

function readPairs(ask: GiftAnswers): Data {
  const pairs = piecesOf(ask.text, /=/g).map(({ text }) => {
    const at = text.indexOf("->");
    if (at < 0) throw new Unsupported("A pair has no arrow (->).");
    const left = readFormat(text.slice(0, at), ask.format);
    const [answer = "", feedback] = text.slice(at + 2).split("#", 2);
    if (feedback !== undefined) ask.reader.notes.unsupported("Feedback to a pair is not part of GIFT; it was left out.");
    return { text: ask.reader.inline(left.text, left.format), answer: ask.reader.plain(showEscapes(answer.trim()), "moodle") };
  });
  return matchingOf(pairs, ask.reader.notes);
}

function readTrueFalse(ask: GiftAnswers): Data | undefined {
  const [word = "", wrong = "", ...right] = ask.text.split("#");
  const [, truth] = /^\s*(?:(T|TRUE)|F|FALSE)\s*$/i.exec(word) ?? [];
  if (!/^\s*(?:T|F|TRUE|FALSE)\s*$/i.test(word)) return undefined;
  if (word !== word.toUpperCase())
    ask.reader.notes.changed(`“${word.trim()}” was taken as true or false, not as a text to type.`);
  const answer = truth !== undefined;
  const texts = { [String(!answer)]: feedbackOf(ask, wrong), [String(answer)]: feedbackOf(ask, right.join("#")) };
  const given = Object.entries(texts).filter(([, text]) => text !== "");
  return { kind: "true-false", answer, ...(given.length > 0 && { feedbackFor: Object.fromEntries(given) }) };
}

function readTexts(ask: GiftAnswers): Data {
  const read = piecesOf(ask.text, /=/g).map(({ text }) => {
    const piece = readPiece(text);
    const plain = readFormat(piece.text, "plain");
    return {
      text: patternOf(ask.reader.plain(plain.text, plain.format === "html" ? "html" : "plain")),
      share: shareOf(piece.percent, 1),
      feedback: feedbackOf(ask, piece.feedback),
    };
  });
  return { kind: "short-text", ...textKeyOf(read, false, ask.reader.notes) };
}

function readNumbers(ask: GiftAnswers): Data {
  const read = piecesOf(ask.text.slice(1), /[=~]/g).map(({ sign, text }): ReadNumber => {
    const piece = readPiece(text);
    const plain = showEscapes(piece.text).trim();
    const feedback = feedbackOf(ask, piece.feedback);
    if (sign === "~" && plain === "") return { number: "any", share: 0, feedback };
    return { number: readAcceptedNumber(plain), share: shareOf(piece.percent, sign === "~" ? 0 : 1), feedback };
  });
  const { key, otherwise } = numberKeyOf(read, ask.reader.notes);
  return { kind: "numeric", ...key, ...(otherwise && { feedbackWhen: { wrong: otherwise } }) };
}
