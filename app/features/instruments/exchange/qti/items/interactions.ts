import { Unsupported } from "../../stop.ts";
import { choiceFields } from "../assemble/choice-item.ts";
import { pointsField } from "../assemble/marking.ts";
import { numberKey } from "../assemble/number-key.ts";
import { textKey } from "../assemble/text-key.ts";
import { numberLiterals, setsIn, textLiterals } from "../marking/literals.ts";
import { descendantsOf, type XmlElement } from "../package/xml-tree.ts";
import { readAssociate, readMatch, readOrder } from "./read-pairs.ts";
import { type Built, type Fields, optionsOf, promptOf, type Reading, responseOf } from "./reading.ts";

type Reader = (element: XmlElement, reading: Reading) => Built;

/** Why an interaction has no place here. */
const NOT_HERE: Record<string, string> = {
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
  choiceInteraction: (element, reading) => readChoice(element, optionsOf(element, "simpleChoice"), reading),
  hottextInteraction: readHottext,
  orderInteraction: readOrder,
  matchInteraction: readMatch,
  associateInteraction: readAssociate,
  sliderInteraction: readSlider,
  extendedTextInteraction: readExtendedText,
  uploadInteraction: readUpload,
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
  const fields = choiceFields(
    {
      choices,
      most: isSingle ? 1 : given,
      shuffle: shuffle === "true",
      ...(declaration.mapping && {
        mapped: new Map(declaration.mapping.entries.map(({ key, value }) => [String(key), value * marking.weight])),
      }),
      named: [(declaration.correct?.items ?? []).map(String), ...setsIn(marking.processing.rules, response)].slice(0, 20),
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
  const built = readChoice(element, optionsOf(element, "hottext"), reading);
  return { ...built, prompt: [built.prompt, text.block(body)].filter(Boolean).join("\n\n") };
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
  const { points, key, fields } = numberKey(
    {
      literals,
      hasOpenEnds: (strict && comparesNumber(rules!, response)) || open,
      feedback,
      markings: marking.for(response, parts),
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
    },
    desk,
  );
  if (element.attributes.patternMask) desk.unsupported("A pattern that the answer had to fit was left out.");
  return { points, ...key, ...fields };
}

function readExtendedText(element: XmlElement, reading: Reading): Built {
  const { marking, parts, desk } = reading;
  const { attributes } = element;
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
  return { prompt, fields: { kind: "long-text", ...byHand(reading, sample) } };
}

/** The fields of what a person grades. */
function byHand({ feedback, marking, parts, desk }: Reading, sample?: string): Fields {
  const always = marking.shownAlways();
  const general = feedback.filter(({ id, markdown }) => markdown !== "" && always.has(id));
  if (feedback.some(({ id }) => !always.has(id)))
    desk.unsupported("Feedback by what was answered was left out: a person grades it.");
  const declared = marking.declaredPoints;
  if (declared === undefined) desk.changed("The file does not say how many points it is worth: it is worth 1.");
  const said = [sample, ...general.map(({ markdown }) => markdown)].filter(Boolean).join("\n\n");
  return { points: pointsField((declared ?? 1) / parts, desk), ...(said !== "" && { feedback: said }) };
}

/** The kinds of files that a media type stands for. */
const ACCEPTED: [RegExp, string][] = [
  [/^application\/pdf$/, "pdf"],
  [/^image\//, "image"],
  [/^audio\//, "audio"],
  [/^text\/(?:plain|csv|markdown)$/, "text"],
  [/^application\/(?:msword|rtf|vnd\.(?:ms-|openxmlformats|oasis).*)$/, "document"],
];

function readUpload(element: XmlElement, reading: Reading): Built {
  const types = (element.attributes.type ?? "").split(/[\s,]+/).filter(Boolean);
  const known = types.flatMap((type) => ACCEPTED.filter(([pattern]) => pattern.test(type)).map(([, kind]) => kind));
  if (known.length < types.length)
    reading.desk.changed(`Files of any usual type can be handed in; the file asked for ${types.join(", ")}.`);
  const accept = known.length === types.length && known.length > 0 ? { accept: [...new Set(known)] } : {};
  return { prompt: promptOf(element, reading), fields: { kind: "file-upload", ...byHand(reading), ...accept } };
}
