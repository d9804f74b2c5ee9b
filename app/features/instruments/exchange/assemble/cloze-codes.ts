import { Unsupported } from "../stop.ts";
import type { TextFormat, TextReader } from "../text/read-text.ts";
import type { Data } from "./choice-item.ts";
import { choiceGapOf, gapMark } from "./cloze-item.ts";
import { numberKeyOf, readAcceptedNumber } from "./number-item.ts";
import { shareOfPercent } from "./shares.ts";
import { patternOf, textKeyOf } from "./text-item.ts";

/** The gaps of a text as Moodle embeds them, `{2:SHORTANSWER:=Paris#Yes.~%50%Par*}`: docs/question-import.md, "Gaps". */
export interface ClozeCodes {
  /** The text with a mark for every gap. */
  text: string;
  gaps: Data[];
  weights: number[];
}

const TYPES: Record<string, "text" | "exact" | "number" | "choice" | "choices"> = {};
for (const name of ["SHORTANSWER", "SA", "MW"]) TYPES[name] = "text";
for (const name of ["SHORTANSWER_C", "SAC", "MWC"]) TYPES[name] = "exact";
for (const name of ["NUMERICAL", "NM"]) TYPES[name] = "number";
for (const way of ["", "_V", "_H", "_S", "_VS", "_HS"]) TYPES[`MULTICHOICE${way}`] = "choice";
for (const way of ["", "V", "H", "S", "VS", "HS"]) TYPES[`MC${way}`] = "choice";
for (const way of ["", "_H", "_S", "_HS"]) TYPES[`MULTIRESPONSE${way}`] = "choices";
for (const way of ["", "H", "S", "HS"]) TYPES[`MR${way}`] = "choices";

const CODE = /\{\s{0,9}(\d{0,6})\s{0,9}:\s{0,9}([A-Z_]{2,20})\s{0,9}:/g;
const MOST_GAPS = 50;

export function readClozeCodes(source: string, format: TextFormat, reader: TextReader): ClozeCodes {
  const found: ClozeCodes = { text: "", gaps: [], weights: [] };
  let from = 0;
  CODE.lastIndex = 0;
  for (let code = CODE.exec(source); code; code = CODE.exec(source)) {
    const type = Object.hasOwn(TYPES, code[2]!) ? TYPES[code[2]!]! : undefined;
    if (!type) continue;
    const end = closingBrace(source, CODE.lastIndex);
    if (end < 0) throw new Unsupported("The braces of a gap are not closed.");
    if (type === "choices") throw new Unsupported("A gap asks for several choices (MULTIRESPONSE), which gaps here cannot.");
    if (found.gaps.length === MOST_GAPS) throw new Unsupported(`It has more than ${MOST_GAPS} gaps.`);
    found.text += source.slice(from, code.index) + gapMark(found.gaps.length);
    found.gaps.push(readGap({ type, body: source.slice(CODE.lastIndex, end), format, reader, isShuffled: /S$/.test(code[2]!) }));
    found.weights.push(Number(code[1] || 1));
    from = end + 1;
    CODE.lastIndex = from;
  }
  found.text += source.slice(from);
  return found;
}

function closingBrace(source: string, from: number): number {
  for (let at = from; at < source.length; at += 1) {
    if (source[at] === "\\") at += 1;
    else if (source[at] === "}") return at;
  }
  return -1;
}

interface Alternative {
  share: number;
  text: string;
  feedback: string;
}

function readGap(ask: {
  type: "text" | "exact" | "number" | "choice";
  body: string;
  format: TextFormat;
  reader: TextReader;
  isShuffled: boolean;
}): Data {
  const { type, reader } = ask;
  const alternatives = split(ask.body).map((piece) => readAlternative(piece, ask.format, reader));
  if (type === "choice") {
    return { ...choiceGapOf(alternatives, reader.notes), ...(ask.isShuffled && { shuffle: true }) };
  }
  if (type === "number") {
    const read = alternatives.map(({ text, ...rest }) => ({ number: readAcceptedNumber(text), ...rest }));
    const { key, otherwise } = numberKeyOf(read, reader.notes);
    if (otherwise) reader.notes.unsupported("Feedback to any other number in a gap was left out.");
    return { kind: "numeric", ...key };
  }
  const texts = alternatives.map((one) => ({ ...one, text: patternOf(one.text) }));
  return { kind: "short-text", ...textKeyOf(texts, type === "exact", reader.notes) };
}

/** Apart at every ~ that has no backslash. */
function split(body: string): string[] {
  const pieces = [""];
  for (const [sign] of body.matchAll(/\\[\s\S]|[\s\S]/gu)) {
    if (sign === "~") pieces.push("");
    else pieces[pieces.length - 1] += sign;
  }
  return pieces.filter((piece) => piece.trim() !== "");
}

function readAlternative(piece: string, format: TextFormat, reader: TextReader): Alternative {
  const [sign = "", weight] = /^\s*(?:=|%\s*([+-]?\d{1,6}(?:[.,]\d{0,12})?)\s*%\s*=?)?/.exec(piece) ?? [];
  const rest = piece.slice(sign.length);
  const at = rest.search(/(?<!\\|&(?=#x?[\da-fA-F]{1,6};))#/);
  const [text, feedback] = at < 0 ? [rest, ""] : [rest.slice(0, at), rest.slice(at + 1)];
  const share = weight === undefined ? (sign.includes("=") ? 1 : 0) : (shareOfPercent(weight) ?? 0);
  return { share, text: reader.plain(bare(text), format), feedback: reader.block(bare(feedback), format) };
}

/** A backslash before a sign of the syntax is not part of the text. */
function bare(text: string): string {
  return text.replace(/\\([}~#="/\\])/g, "$1");
}
