import { Unsupported } from "../../stop.ts";
import { type BuiltGap, choiceGap, clozeFields, gapMark } from "../assemble/cloze-item.ts";
import { placeFeedback, type Trial } from "../assemble/feedback.ts";
import type { Marking } from "../assemble/marking.ts";
import type { Feedback, Response } from "../marking/marker.ts";
import { elementsOf, type XmlElement } from "../package/xml-tree.ts";
import { readNumber, readText } from "./interactions.ts";
import type { PlacedInteraction } from "./item-text.ts";
import { type Fields, optionsOf, promptOf, type Reading, responseOf } from "./reading.ts";
import { type Part, partOf, shareFeedback } from "./share-feedback.ts";

/** A text with gaps, each of which is an interaction of its own. */
export function readGaps(markdown: string, gaps: PlacedInteraction[], reading: Reading): Fields {
  const { marking, text } = reading;
  const lines = new Map(gaps.map(({ id, element }) => [id, inlineChoices(element, reading)]));
  const parts = gaps.map(
    ({ id, element }): Part => ({
      id,
      ...partOf(element, marking),
    }),
  );
  const shared = shareFeedback(reading.feedback, parts);
  const built = gaps.map(({ id, element }): BuiltGap => {
    const own: Reading = { ...reading, feedback: shared.of.get(id)! };
    return { id: responseOf(element), fields: withLabel(element, gapFields(element, lines.get(id)!, own)) };
  });
  // Two gaps of one response would have one key; the mark tells them apart.
  const named = built.map((gap, index) => ({
    ...gap,
    id: built.findIndex(({ id }) => id === gap.id) < index ? gaps[index]!.id : gap.id,
  }));
  const marked = gaps.reduce((all, { id }, index) => all.replace(gapMark(id), gapMark(named[index]!.id)), markdown);
  const markAll = (responses: Response[]) =>
    marking.processing.mark(
      Object.fromEntries(gaps.map(({ element }, index) => [responseOf(element), responses[index] ?? null])),
    );
  return {
    ...clozeFields(marked, named, reading.desk),
    ...itemFeedback(shared.item, parts, named, markAll, reading),
    ...(text.hints.length > 0 && { hints: text.hints }),
  };
}

function inlineChoices(element: XmlElement, { text }: Reading): { id: string; text: string }[] {
  return optionsOf(element, "inlineChoice").map(({ attributes, children }) => {
    const id = attributes.identifier ?? "";
    return { id, text: text.line(children, { within: id, response: responseOf(element) }) };
  });
}

function gapFields(element: XmlElement, choices: { id: string; text: string }[], reading: Reading): Fields {
  const { marking, parts, desk, feedback } = reading;
  if (element.name === "inlineChoiceInteraction") {
    const markings = marking.for(responseOf(element), parts);
    const shuffle = element.attributes.shuffle === "true";
    return choiceGap({ choices, response: (id) => [id], shuffle, feedback, markings }, desk);
  }
  const isNumber = /^(?:integer|float)$/.test(marking.declarationOf(responseOf(element)).baseType ?? "");
  const { feedback: general, feedbackWhen, ...fields } = isNumber ? readNumber(element, reading) : readText(element, reading);
  if (general !== undefined || feedbackWhen !== undefined)
    desk.unsupported("Feedback to a gap as a whole was left out: only its answers have feedback.");
  return { kind: isNumber ? "numeric" : "short-text", ...fields };
}

function withLabel({ attributes }: XmlElement, fields: Fields): Fields {
  const label = (attributes["aria-label"] ?? attributes.label ?? "").trim();
  return label === "" ? fields : { ...fields, label: label.slice(0, 120) };
}

/** Feedback to the text as a whole: tried with all gaps right, with one of them right, and with none. */
function itemFeedback(
  feedback: Feedback[],
  parts: Part[],
  gaps: BuiltGap[],
  markAll: (responses: Response[]) => { shown: Set<string> },
  { desk }: Reading,
): Fields {
  if (feedback.length === 0) return {};
  const points = gaps.map(({ fields }) => Number(fields.points ?? 1));
  const total = points.reduce((all, one) => all + one, 0);
  const best = parts.map((part) => bestOf(part));
  const wrong = parts.map((part) => part.samples.at(-1) ?? null);
  const trial = (rights: number[]): Trial => {
    const share = total === 0 ? 0 : rights.reduce((all, index) => all + points[index]!, 0) / total;
    return { slots: [], share, shown: markAll(parts.map((_, index) => (rights.includes(index) ? best : wrong)[index]!)).shown };
  };
  const all = parts.map((_, index) => index);
  return placeFeedback(
    feedback,
    [trial(all), trial([]), ...(parts.length > 1 ? all.map((index) => trial([index])) : [])],
    [],
    desk,
  ).fields;
}

function bestOf(part: Part): Response {
  let best: Response = part.samples[0] ?? null;
  let most = Number.NEGATIVE_INFINITY;
  for (const sample of part.samples) {
    const { score } = part.mark(sample);
    if (score > most) [best, most] = [sample, score];
  }
  return best;
}

/** Gaps that words of one list go into: each gap has the whole list. */
export function readGapMatch(element: XmlElement, reading: Reading): { prompt: string; fields: Fields } {
  const { text, marking, desk } = reading;
  const options = optionsOf(element, "gapText");
  if (elementsOf(element, "gapImg").length > 0) throw new Unsupported("pictures go into its gaps");
  const choices = options.map(({ attributes, children }) => ({ id: attributes.identifier ?? "", text: text.line(children) }));
  const response = responseOf(element);
  const declared = marking.declarationOf(response);
  const right = (declared.correct?.items ?? []).map(String);
  const gaps = optionsOf(element, "gap").map(({ attributes }) => attributes.identifier ?? "");
  const body = element.children.filter((node) => typeof node === "string" || !["prompt", "gapText"].includes(node.name));
  let markdown = text.block(body);
  const isFilled = (gap: string) => choices.some(({ id }) => marksAbove(`${id} ${gap}`));
  const filled = gaps.filter(isFilled);
  for (const gap of gaps.filter((one) => !filled.includes(one))) {
    markdown = markdown.replace(gapMark(gap), "____");
    desk.changed("A gap that stays empty when all is right is no gap here.");
  }
  if (filled.length === 0) throw new Unsupported("it does not say what belongs into its gaps");
  if (options.some(({ attributes }) => attributes.matchMax === "1") && filled.length > 1)
    desk.changed("Each word may be chosen in several gaps, though it could be used only once.");
  const built = filled.map((gap): BuiltGap => {
    const markings: Marking[] = marking.for(response, 1).flatMap((way) => [
      way,
      // Where only all pairs together give points, each gap has its part of them.
      {
        ...way,
        mark: (given: Response) =>
          way.mark([...right.filter((pair) => !pair.endsWith(` ${gap}`)), ...((given ?? []) as string[])]),
        points: (best: number) => way.points(best) / filled.length,
        note: () => "Points were given for all gaps together; here each gap gives its own.",
      },
    ]);
    return {
      id: gap,
      fields: choiceGap(
        { choices, response: (id) => [`${id} ${gap}`], shuffle: element.attributes.shuffle === "true", feedback: [], markings },
        desk,
      ),
    };
  });
  const trials: Trial[] = [
    { slots: [], share: 1, shown: marking.processing.mark({ [response]: right }).shown },
    { slots: [], share: 0, shown: marking.processing.mark({ [response]: [`${choices[0]!.id} none`] }).shown },
  ];
  const placed = placeFeedback(reading.feedback, trials, [], desk);
  return { prompt: promptOf(element, reading), fields: { ...clozeFields(markdown, built, desk), ...placed.fields } };

  function marksAbove(pair: string): boolean {
    if (right.includes(pair)) return true;
    if (right.length > 0) return false;
    return marking.for(response, 1).some((way) => way.mark([pair]).score > 0);
  }
}
