import type { RatingPoint } from "../../../items/item-kind.ts";
import type { SourceItem } from "../../../items/registry.ts";
import type { Asked, Pen } from "./asked.ts";
import { askLikert, askMultiple, askSingle, askTrueFalse } from "./choices.ts";
import { askLongText, askUpload } from "./graded.ts";
import { Texts, wordsOf } from "./markdown-xhtml.ts";
import { askMatching, askOrdering } from "./pairs.ts";
import { choose, declareOutcome, FEEDBACK, float, idOf, isAnswered, SCORE, SHARE, set, show, variable } from "./rules.ts";
import { askCloze, askNumber, askText } from "./written.ts";
import { qti, writeXml, type Xml, type XmlPart, xml } from "./xml.ts";

export interface WrittenItem {
  identifier: string;
  text: string;
  /** Names of the files of media/ that it shows. */
  media: Set<string>;
  /** What other systems will not see of it. */
  notes: string[];
}

const NAMESPACE = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0";
const SCHEMA = "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/imsqti_asiv3p0p1_v1p0.xsd";

/** An item of ours as an item of QTI 3. `points` are the labelled points of a rating. What is written follows from them alone. */
export function writeItem(item: SourceItem, points: RatingPoint[] = []): WrittenItem {
  const notes = new Set<string>();
  const texts = new Texts();
  const pen: Pen = { texts, note: (message) => void notes.add(message) };
  const asked = ask(item, points, pen);
  const identifier = idOf(item.key);
  const prompt = texts.block(item.prompt);
  const title = [...(wordsOf(prompt) || item.key)].slice(0, 100).join("");
  const hints = (item.hints ?? []).map((hint) =>
    xml("details", { class: "hint" }, xml("summary", {}, "Hint"), ...texts.block(hint)),
  );
  if (hints.length > 0) notes.add("Hints are details to be opened in the text.");
  const spoken = feedbackOf(item, asked, pen);
  const root = qti(
    "assessment-item",
    {
      xmlns: NAMESPACE,
      "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
      "xsi:schemaLocation": `${NAMESPACE} ${SCHEMA}`,
      identifier,
      title,
      adaptive: false,
      "time-dependent": false,
    },
    ...asked.responses,
    ...outcomesOf(asked, spoken),
    qti("item-body", {}, xml("div", {}, ...prompt), ...asBlocks(asked.body), ...hints),
    ...processingOf(asked, spoken),
    ...spoken.shown.map(({ name, markdown }) =>
      qti(
        "modal-feedback",
        { "outcome-identifier": FEEDBACK, identifier: name, "show-hide": "show" },
        qti("content-body", {}, ...texts.block(markdown)),
      ),
    ),
  );
  return { identifier, text: writeXml(root), media: texts.media, notes: [...notes] };
}

function ask(item: SourceItem, points: RatingPoint[], pen: Pen): Asked {
  switch (item.kind) {
    case "single-choice":
      return askSingle(item, pen);
    case "multiple-choice":
      return askMultiple(item, pen);
    case "true-false":
      return askTrueFalse(item);
    case "numeric":
      return askNumber(item, pen);
    case "short-text":
      return askText(item, pen);
    case "cloze":
      return askCloze(item, pen);
    case "matching":
      return askMatching(item, pen);
    case "ordering":
      return askOrdering(item, pen);
    case "long-text":
      return askLongText(item, pen);
    case "file-upload":
      return askUpload(item, pen);
    case "likert":
      return askLikert(item, points, pen);
  }
}

/** What stands in a body stands in blocks. */
function asBlocks(parts: XmlPart[]): Xml[] {
  return parts.map((part) => (typeof part === "string" ? xml("p", {}, part) : part));
}

interface Spoken {
  shown: { name: string; markdown: string }[];
  /** Shown whatever was answered. */
  always: string[];
  rules: Xml[];
}

function feedbackOf(item: SourceItem, asked: Asked, pen: Pen): Spoken {
  const general = "feedback" in item && item.feedback ? [{ name: "GENERAL", markdown: item.feedback }] : [];
  const when = item.feedbackWhen ?? {};
  const byOutcome = (["right", "partly", "wrong"] as const).flatMap((state) => {
    const markdown = when[state];
    return markdown ? [{ name: state.toUpperCase(), markdown }] : [];
  });
  const shown = [...general, ...asked.feedback, ...byOutcome];
  const always = general.map(({ name }) => name);
  if (!asked.rules) {
    if (byOutcome.length > 0) pen.note("Feedback by the outcome is in the package, but nothing there shows it.");
    return { shown, always, rules: [] };
  }
  const share = variable(SHARE);
  const most = float(0.999_999);
  const answered = asked.responses.map(({ attributes }) => isAnswered(attributes.identifier!));
  const given = answered.length === 1 ? answered[0]! : qti("or", {}, ...answered);
  const conditions: Record<string, Xml> = {
    RIGHT: qti("gte", {}, share, most),
    PARTLY: qti("and", {}, qti("gt", {}, share, float(0)), qti("lt", {}, share, most)),
    WRONG: qti("and", {}, given, qti("lte", {}, share, float(0))),
  };
  return { shown, always, rules: byOutcome.flatMap(({ name }) => choose([{ when: conditions[name]!, rules: [show(name)] }])) };
}

function outcomesOf({ points, rules, shares = [] }: Asked, { shown, always }: Spoken): Xml[] {
  const byHand = rules ? {} : { "external-scored": "human" };
  const names = always.map((name) => qti("value", {}, name));
  return [
    declareOutcome(SCORE, 0, { "normal-maximum": points, ...byHand }),
    declareOutcome("MAXSCORE", points),
    ...(rules ? [SHARE, ...shares].map((name) => declareOutcome(name, 0)) : []),
    ...(shown.length > 0
      ? [
          qti(
            "outcome-declaration",
            { identifier: FEEDBACK, cardinality: "multiple", "base-type": "identifier" },
            ...(names.length > 0 ? [qti("default-value", {}, ...names)] : []),
          ),
        ]
      : []),
  ];
}

function processingOf({ rules, points, shares }: Asked, spoken: Spoken): Xml[] {
  if (!rules) return [];
  const score = shares ? [] : [set(SCORE, qti("product", {}, variable(SHARE), float(points)))];
  return [qti("response-processing", {}, ...rules, ...score, ...spoken.rules)];
}
