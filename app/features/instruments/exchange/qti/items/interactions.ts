import { choiceFields } from "../assemble/choice-item.ts";
import { pointsField } from "../assemble/marking.ts";
import { matchFields } from "../assemble/matching-item.ts";
import { numberKey } from "../assemble/number-key.ts";
import { orderFields } from "../assemble/ordering-item.ts";
import { textKey } from "../assemble/text-key.ts";
import { numberLiterals, setsIn, textLiterals } from "../marking/literals.ts";
import type { Feedback } from "../marking/marker.ts";
import { pairOf } from "../marking/values.ts";
import { childOf, descendantsOf, elementsOf, type XmlElement } from "../package/xml-tree.ts";
import { Unsupported } from "../stop.ts";
import type { Desk } from "../text/desk.ts";
import { exactnessOf, readExtension, unitOf } from "./extension.ts";
import type { ItemMarking } from "./item-marking.ts";
import type { ItemText } from "./item-text.ts";

export type Fields = Record<string, unknown>;

/** What an interaction is read with. `parts` is how many responses the item has. */
export interface Reading {
  text: ItemText;
  /** The feedback that is for this interaction. */
  feedback: Feedback[];
  marking: ItemMarking;
  parts: number;
  desk: Desk;
}

/** An interaction as an item: what is asked besides the text before it, and the fields of its kind. */
interface Built {
  prompt: string;
  fields: Fields;
}

type Reader = (element: XmlElement, reading: Reading) => Built;

/** Why an interaction has no place here. */
const NOT_HERE: Record<string, string> = {
  uploadInteraction: "it asks for a file to be uploaded",
  hotspotInteraction: "it asks to click into a picture",
  selectPointInteraction: "it asks to click into a picture",
  graphicOrderInteraction: "it asks to put spots of a picture in order",
  graphicAssociateInteraction: "it asks to join spots of a picture",
  graphicGapMatchInteraction: "it asks to put labels onto a picture",
  positionObjectInteraction: "it asks to place something on a picture",
  drawingInteraction: "it asks for a drawing",
  mediaInteraction: "it counts how often a recording is played",
  customInteraction: "it is a custom interaction, which is a program",
  portableCustomInteraction: "it is a custom interaction, which is a program",
};

const READERS: Record<string, Reader> = {
  choiceInteraction: (element, reading) => readChoice(element, elementsOf(element, "simpleChoice"), reading),
  hottextInteraction: readHottext,
  orderInteraction: readOrder,
  matchInteraction: readMatch,
  associateInteraction: readAssociate,
  sliderInteraction: readSlider,
  extendedTextInteraction: readExtendedText,
};

/** The reason why an interaction cannot be taken, or undefined. */
export function whyNot({ name }: XmlElement): string | undefined {
  if (Object.hasOwn(READERS, name) || ["textEntryInteraction", "inlineChoiceInteraction", "gapMatchInteraction"].includes(name))
    return undefined;
  return Object.hasOwn(NOT_HERE, name) ? NOT_HERE[name] : `its interaction (${name}) is not known here`;
}

/** Reads an interaction that stands as a block. @throws Unsupported */
export function readBlock(element: XmlElement, reading: Reading): Built {
  return READERS[element.name]!(element, reading);
}

export function promptOf(element: XmlElement, { text }: Reading): string {
  const prompt = childOf(element, "prompt");
  return prompt ? text.block(prompt.children) : "";
}

export function responseOf({ attributes }: XmlElement): string {
  return attributes.responseIdentifier ?? "RESPONSE";
}

function readChoice(element: XmlElement, options: XmlElement[], reading: Reading): Built {
  const { text, marking, parts, desk } = reading;
  const response = responseOf(element);
  const declaration = marking.declarationOf(response);
  const { shuffle, maxChoices, minChoices } = element.attributes;
  const choices = options.map(({ attributes, children }) => {
    const id = attributes.identifier ?? "";
    const words = text.inline(children, { within: id, response });
    if (words === "") desk.changed("An answer without words has its identifier in their place.");
    return { id, text: words || id };
  });
  const given = Number(maxChoices ?? "1");
  const isSingle = declaration.cardinality === "single" || given === 1;
  if (Number(minChoices ?? "0") > 1) desk.changed(`At least ${minChoices} choices were asked for; here any number will do.`);
  const fixed = options.some(({ attributes }) => attributes.fixed === "true");
  if (shuffle === "true" && fixed && options.some(({ attributes }) => attributes.fixed !== "true"))
    desk.changed("Choices that kept their place while others were shuffled are shuffled too.");
  const extension = readExtension(element);
  const fields = choiceFields(
    {
      choices,
      most: isSingle ? 1 : given,
      shuffle: shuffle === "true",
      ...(declaration.mapping && {
        mapped: new Map(declaration.mapping.entries.map(({ key, value }) => [String(key), value * marking.weight])),
      }),
      named: [(declaration.correct?.items ?? []).map(String), ...setsIn(marking.processing.rules, response)].slice(0, 20),
      ...(extension.credit !== undefined && { credit: extension.credit }),
      ...(extension.kind === "single-choice" && { trueFalse: false }),
      feedback: reading.feedback,
      markings: marking.for(response, parts),
    },
    desk,
  );
  return { prompt: promptOf(element, reading), fields };
}

/** Words of a text to be chosen: the text is the prompt, and its words are choices. */
function readHottext(element: XmlElement, reading: Reading): Built {
  const { text, desk } = reading;
  desk.changed("Words to be chosen in a text are bold in the text and choices below it.");
  const body = element.children.filter((node) => typeof node === "string" || node.name !== "prompt");
  const built = readChoice(element, descendantsOf(element, "hottext"), reading);
  return { ...built, prompt: [built.prompt, text.block(body)].filter(Boolean).join("\n\n") };
}

function readOrder(element: XmlElement, reading: Reading): Built {
  const { text, marking, parts, desk } = reading;
  const response = responseOf(element);
  const entries = elementsOf(element, "simpleChoice").map(({ attributes, children }) => {
    const id = attributes.identifier ?? "";
    return { id, text: text.inline(children, { within: id, response }) || id };
  });
  const { credit } = readExtension(element);
  const correct = (marking.declarationOf(response).correct?.items ?? []).map(String);
  const fields = orderFields(
    {
      entries,
      correct,
      ...(credit !== undefined && { credit }),
      feedback: reading.feedback,
      markings: marking.for(response, parts),
    },
    desk,
  );
  return { prompt: promptOf(element, reading), fields };
}

function readMatch(element: XmlElement, reading: Reading): Built {
  const { text, marking, parts, desk } = reading;
  const response = responseOf(element);
  const [first, second] = elementsOf(element, "simpleMatchSet");
  if (!first || !second) throw new Unsupported("its two sides cannot be told apart");
  const declared = marking.declarationOf(response);
  const pairs = (declared.correct?.items ?? []).map((pair) => String(pair).split(" "));
  const { credit } = readExtension(element);
  const fields = matchFields(
    {
      left: elementsOf(first, "simpleAssociableChoice").map((choice) => matchEnd(choice, response, text)),
      right: elementsOf(second, "simpleAssociableChoice").map((choice) => matchEnd(choice, response, text)),
      correct: pairs.map(([left = "", right = ""]) => ({ left, right })),
      response: (all) => all.map(({ left, right }) => pairOf([left, right], declared.baseType !== "pair")),
      ...(credit !== undefined && { credit }),
      feedback: reading.feedback,
      markings: marking.for(response, parts),
    },
    desk,
  );
  return { prompt: promptOf(element, reading), fields };
}

/** Pairs of one set: the first of each pair is the entry, the second the answer. */
function readAssociate(element: XmlElement, reading: Reading): Built {
  const { text, marking, parts, desk } = reading;
  const response = responseOf(element);
  const ends = elementsOf(element, "simpleAssociableChoice").map((choice) => matchEnd(choice, response, text));
  const places = ends.map(({ id }) => id);
  const correct = (marking.declarationOf(response).correct?.items ?? []).map((pair) => {
    const [left = "", right = ""] = String(pair)
      .split(" ")
      .sort((a, b) => places.indexOf(a) - places.indexOf(b));
    return { left, right };
  });
  const lefts = new Set(correct.map(({ left }) => left));
  if (correct.length === 0) throw new Unsupported("it does not say which pairs are right");
  if (lefts.size < correct.length || correct.some(({ right }) => lefts.has(right)))
    throw new Unsupported("one thing belongs to several others, which is no matching");
  desk.changed("Pairs to be found among one list are a matching: the first of each pair is given.");
  const fields = matchFields(
    {
      left: ends.filter(({ id }) => lefts.has(id)),
      right: ends.filter(({ id }) => !lefts.has(id)),
      correct,
      response: (all) => all.map(({ left, right }) => pairOf([left, right], false)),
      feedback: reading.feedback,
      markings: marking.for(response, parts),
    },
    desk,
  );
  return { prompt: promptOf(element, reading), fields };
}

function matchEnd({ attributes, children }: XmlElement, response: string, text: ItemText) {
  const id = attributes.identifier ?? "";
  // The line is read without feedback, which the paragraph has taken already.
  const plain = children.filter((node) => typeof node === "string" || !node.name.startsWith("feedback"));
  return { id, text: text.inline(children, { within: id, response }), line: text.line(plain) };
}

function readSlider(element: XmlElement, reading: Reading): Built {
  const { lowerBound = "", upperBound = "", step } = element.attributes;
  const built = readNumber(element, reading);
  reading.desk.changed(
    `A slider from ${lowerBound} to ${upperBound}${step ? ` in steps of ${step}` : ""} is a number to be typed.`,
  );
  const range = `(${lowerBound} to ${upperBound})`;
  return { prompt: [promptOf(element, reading), range].filter(Boolean).join(" "), fields: { kind: "numeric", ...built } };
}

/** The fields of a number, or of a gap for one. */
export function readNumber(element: XmlElement, { feedback, marking, parts, desk }: Reading): Fields {
  const response = responseOf(element);
  const { rules } = marking.processing;
  const literals = numberLiterals(marking.declarationOf(response), rules);
  const strict = rules ? descendantsOf(rules, "gt", "lt").length > 0 : false;
  const open = rules
    ? descendantsOf(rules, "equal").some(({ attributes }) =>
        /false/.test(`${attributes.includeLowerBound}${attributes.includeUpperBound}`),
      )
    : false;
  const unit = unitOf(element);
  const { points, key, fields } = numberKey(
    {
      literals,
      hasOpenEnds: (strict && comparesNumber(rules!, response)) || open,
      feedback,
      markings: marking.for(response, parts),
      ...(unit !== undefined && { unit }),
    },
    desk,
  );
  return { points, ...key, ...fields };
}

function comparesNumber(rules: XmlElement, response: string): boolean {
  return descendantsOf(rules, "gt", "lt").some((comparison) =>
    descendantsOf(comparison, "variable").some(({ attributes }) => attributes.identifier === response),
  );
}

/** The fields of a short text, or of a gap for one. */
export function readText(element: XmlElement, { feedback, marking, parts, desk }: Reading): Fields {
  const response = responseOf(element);
  const { rules } = marking.processing;
  const { points, key, fields } = textKey(
    {
      literals: textLiterals(marking.declarationOf(response), rules),
      feedback,
      markings: marking.for(response, parts),
      exactness: exactnessOf(element),
    },
    desk,
  );
  if (element.attributes.patternMask) desk.unsupported("A pattern that the answer had to fit was left out.");
  return { points, ...key, ...fields };
}

function readExtendedText(element: XmlElement, reading: Reading): Built {
  const { marking, parts, desk } = reading;
  const { attributes } = element;
  const { minWords, maxWords, rubric } = readExtension(element);
  const response = responseOf(element);
  const { correct, baseType } = marking.declarationOf(response);
  const prompt = promptOf(element, reading);
  if (attributes.maxStrings !== undefined && attributes.maxStrings !== "1")
    desk.changed("Several texts to be written are one text.");
  if (/^(?:integer|float)$/.test(baseType ?? "")) return { prompt, fields: { kind: "numeric", ...readNumber(element, reading) } };
  const isMarked = marking.processing.isGiven && correct?.items.every((item) => String(item).length <= 100);
  if (isMarked && marking.for(response, parts).length > 0) {
    try {
      return { prompt, fields: { kind: "short-text", ...readText(element, reading) } };
    } catch (error) {
      if (!(error instanceof Unsupported)) throw error;
    }
  }
  const sample = correct?.items.map(String).join("\n\n");
  if (sample) desk.changed("The model answer is the feedback, which is shown after the answer was handed in.");
  if (reading.feedback.length > 0) desk.unsupported("Feedback by what was written was left out: a person grades the text.");
  const declared = marking.declaredPoints;
  if (declared === undefined && rubric === undefined)
    desk.changed("The file does not say how many points it is worth: it is worth 1.");
  return {
    prompt,
    fields: {
      kind: "long-text",
      ...(rubric === undefined && { points: pointsField((declared ?? 1) / parts, desk) }),
      ...(minWords !== undefined && { minWords }),
      ...(maxWords !== undefined && { maxWords }),
      ...(rubric !== undefined && { rubric }),
      ...(sample && { feedback: sample }),
    },
  };
}
