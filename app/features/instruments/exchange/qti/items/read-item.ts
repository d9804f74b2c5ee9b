import type { ImportedQuestion } from "../../import-report.ts";
import { Unsupported } from "../../stop.ts";
import { gapMark } from "../assemble/cloze-item.ts";
import { type BuiltPart, finishQuestion } from "../assemble/finish.ts";
import type { Keys } from "../assemble/keys.ts";
import { ResponseProcessing } from "../marking/response-processing.ts";
import { childOf, type XmlElement } from "../package/xml-tree.ts";
import { type Desk, quoted } from "../text/desk.ts";
import { CLOSE, OPEN } from "../text/to-markdown.ts";
import { readBlock, readNumber, readText, whyNot } from "./interactions.ts";
import { ItemMarking } from "./item-marking.ts";
import { ItemText, type PlacedInteraction } from "./item-text.ts";
import type { OwnItems } from "./own-item.ts";
import { readGapMatch, readGaps } from "./read-gaps.ts";
import { type Reading, responseOf } from "./reading.ts";
import { type Part, partOf, shareFeedback } from "./share-feedback.ts";

export interface ItemAsk {
  item: XmlElement;
  /** Where the item stands, for the report. */
  source: string;
  /** What stands before the question in a file of its own. */
  stimuli: XmlElement[];
  /** The rules of the template that the item is marked by, where the package has them. */
  template: XmlElement | undefined;
  /** How often its points count in the test. */
  weight: number;
  /** Where the package is one of ours. */
  own: OwnItems | undefined;
  keys: Keys;
  desk: Desk;
}

/** The questions of one item of QTI 2 or 3: one, or one for each of its parts. */
export function readItem(ask: ItemAsk): ImportedQuestion[] {
  const { item, source, desk, keys } = ask;
  const { identifier = "", title = "" } = item.attributes;
  const question = { source, title: title.trim() || identifier || source, identifier: identifier || title };
  return finishQuestion(question, keys, desk, () => {
    // What a test adds to a question makes another one of it.
    const own = ask.weight === 1 && ask.stimuli.length === 0 ? ask.own?.find(item, desk) : undefined;
    return own ? [own] : readParts(ask);
  });
}

function readParts({ item, stimuli, template, weight, desk }: ItemAsk): BuiltPart[] {
  if (item.attributes.adaptive === "true") throw new Unsupported("it changes with each attempt at it (adaptive)");
  if (childOf(item, "templateDeclaration"))
    throw new Unsupported("its numbers or words are made up anew for each attempt (a template)");
  const body = childOf(item, "itemBody");
  if (!body) throw new Unsupported("it has no body");
  const text = new ItemText(desk);
  text.readBeside(item);
  const markdown = [...stimuli.map((stimulus) => text.block([stimulus])), text.block([body])].filter(Boolean).join("\n\n");
  const placed = withoutUnsupported(text.interactions, desk);
  if (text.interactions.length === 0) throw new Unsupported(`it asks nothing, it is only a text: ${quoted(markdown)}`);

  const processing = new ResponseProcessing(item, template ?? childOf(item, "responseProcessing"), text.rules, desk.budget);
  const reading: Reading = {
    text,
    feedback: text.feedback,
    marking: new ItemMarking(processing, weight),
    parts: placed.length,
    desk,
  };
  const pieces = cut(markdown.replace(unplaced(text.interactions, placed), ""), placed);
  const readings = readingsFor(pieces, reading);
  const built = pieces.map((piece, index) => readPiece(piece, readings[index]!));
  const rest = pieces.at(-1)!.after;
  if (rest !== "") desk.changed("Text that stood after the answers stands before them.");
  return built.map(({ prompt, fields }, index) => ({
    prompt:
      [prompt, index === built.length - 1 ? rest : ""].filter(Boolean).join("\n\n") ||
      (fields.kind === "cloze" ? "" : titleOf(item, desk)),
    fields: { ...fields, ...(index === 0 && text.hints.length > 0 && { hints: text.hints }) },
  }));
}

/** What stands in place of a prompt where the item has none. */
function titleOf({ attributes }: XmlElement, desk: Desk): string {
  desk.changed("The question has no text of its own: its title stands in its place.");
  return attributes.title?.trim() || attributes.identifier || "Question";
}

function withoutUnsupported(interactions: PlacedInteraction[], desk: Desk): PlacedInteraction[] {
  const reasons = interactions.map(({ element }) => whyNot(element));
  const kept = interactions.filter((_, index) => reasons[index] === undefined);
  const [first] = reasons.filter((reason) => reason !== undefined);
  if (first !== undefined && kept.length === 0) throw new Unsupported(first);
  if (first !== undefined) desk.unsupported(`A part of the question was left out: ${first}.`);
  return kept;
}

/** The marks of interactions that were left out. */
function unplaced(all: PlacedInteraction[], kept: PlacedInteraction[]): RegExp {
  const names = all.filter((one) => !kept.includes(one)).map(({ id }) => id);
  return new RegExp(`${OPEN}(?:${names.length > 0 ? names.join("|") : "none"})${CLOSE}`, "g");
}

/** A part of the text that asks one thing: gaps of a text, or an interaction with the text before it. */
interface Piece {
  markdown: string;
  block?: PlacedInteraction;
  gaps: PlacedInteraction[];
  /** What follows the last part. */
  after: string;
}

/** The text apart at its interactions; gaps before a block are a part of their own. */
function cut(markdown: string, placed: PlacedInteraction[]): Piece[] {
  const pieces: Piece[] = [];
  let rest = markdown;
  const gapsIn = (text: string) => placed.filter(({ id, inline }) => inline && text.includes(gapMark(id)));
  for (const block of placed.filter(({ inline }) => !inline)) {
    const [before = "", ...others] = rest.split(gapMark(block.id));
    rest = others.join("");
    const gaps = gapsIn(before);
    if (gaps.length > 0) pieces.push({ markdown: before.trim(), gaps, after: "" });
    pieces.push({ markdown: gaps.length > 0 ? "" : before.trim(), block, gaps: [], after: "" });
  }
  const gaps = gapsIn(rest);
  if (gaps.length > 0) pieces.push({ markdown: rest.trim(), gaps, after: "" });
  else pieces.at(-1)!.after = rest.trim();
  return pieces;
}

/** Each part with its own feedback; what is for several parts has no place. */
function readingsFor(pieces: Piece[], reading: Reading): Reading[] {
  if (pieces.length === 1) return [reading];
  const { marking, desk, text } = reading;
  const parts = pieces.flatMap(({ block, gaps }, index) =>
    (block ? [block] : gaps).map(
      ({ element }): Part => ({
        id: String(index),
        ...partOf(element, marking),
      }),
    ),
  );
  const { of, item } = shareFeedback(reading.feedback, parts);
  for (const { markdown } of item) {
    if (markdown !== "") desk.unsupported(`A feedback to several parts at once was left out: ${quoted(markdown)}`);
  }
  return pieces.map((_, index) => ({
    ...reading,
    /** With what stands in its choices, which are read later. */
    get feedback() {
      const responses = parts.filter(({ id }) => id === String(index)).map(({ response }) => response);
      const within = text.feedback.filter(({ response }) => response !== undefined && responses.includes(response));
      return [...of.get(String(index))!, ...within];
    },
  }));
}

function readPiece({ markdown, block, gaps }: Piece, reading: Reading): BuiltPart {
  if (block) {
    const { prompt, fields } =
      block.element.name === "gapMatchInteraction" ? readGapMatch(block.element, reading) : readBlock(block.element, reading);
    return { prompt: [markdown, prompt].filter(Boolean).join("\n\n"), fields };
  }
  const [only] = gaps;
  const prompt = gaps.length === 1 && only ? promptBefore(markdown, only) : undefined;
  if (prompt === undefined || only === undefined) return { prompt: "", fields: readGaps(markdown, gaps, reading) };
  const baseType = reading.marking.declarationOf(responseOf(only.element)).baseType;
  const isNumber = /^(?:integer|float)$/.test(baseType ?? "");
  return {
    prompt,
    fields: isNumber
      ? { kind: "numeric", ...readNumber(only.element, reading) }
      : { kind: "short-text", ...readText(only.element, reading) },
  };
}

/** The text before a field that ends it, and so is a field for the answer rather than a gap in a sentence. */
function promptBefore(markdown: string, { id, element }: PlacedInteraction): string | undefined {
  if (element.name !== "textEntryInteraction") return undefined;
  const [before = "", after = ""] = markdown.split(gapMark(id));
  if (after.trim() !== "") return undefined;
  const isAlone = /(?:^|\n\s*)$/.test(before) || /[?:.!=]\s*$/.test(before);
  return isAlone && before.trim() !== "" ? before.trim() : undefined;
}
