import { Unsupported } from "../../stop.ts";
import { numberLiterals, textLiterals } from "../marking/literals.ts";
import type { Feedback, Response, Verdict } from "../marking/marker.ts";
import { pairOf } from "../marking/values.ts";
import { descendantsOf, type XmlElement } from "../package/xml-tree.ts";
import type { ItemMarking } from "./item-marking.ts";
import { responseOf } from "./reading.ts";

/** A part of an item that gives points of its own: an interaction, or a gap of one. */
export interface Part {
  /** Parts of one id belong together. */
  id: string;
  /** The name of its response. */
  response: string;
  /** Responses that are worth trying, right ones among them. */
  samples: Response[];
  mark(response: Response): Verdict;
}

export function partOf(element: XmlElement, marking: ItemMarking): Omit<Part, "id"> {
  const name = responseOf(element);
  return {
    response: name,
    samples: samplesOf(element, name, marking),
    mark: (response) => marking.processing.mark({ [name]: response }),
  };
}

/** Some responses to an interaction: what it is compared with, each choice, and something that is right for nobody. */
function samplesOf(element: XmlElement, response: string, marking: ItemMarking): Response[] {
  const declared = marking.declarationOf(response);
  const { rules } = marking.processing;
  const choices = choicesOf(element);
  if (choices.length > 0) {
    const right = (declared.correct?.items ?? []).map(String);
    const [first = "", second = ""] = choices;
    const pairs = /^(?:match|associate)Interaction$/.test(element.name)
      ? [[pairOf([first, second], declared.baseType !== "pair")]]
      : [];
    return [right, ...choices.map((id) => [id]), ...pairs];
  }
  if (/^(?:integer|float)$/.test(declared.baseType ?? ""))
    return [...numberLiterals(declared, rules).map(({ value }) => value), -987_654.321];
  return [...textLiterals(declared, rules).map(({ text }) => text), "qzxjv wkpq"];
}

function choicesOf(element: XmlElement): string[] {
  return descendantsOf(element, "simpleChoice", "inlineChoice", "hottext", "simpleAssociableChoice", "gapText", "gapImg").map(
    ({ attributes }) => attributes.identifier ?? "",
  );
}

/** Tells the feedback of single parts from that of the item: a part's own comes and goes with its responses alone. */
export function shareFeedback(feedback: Feedback[], parts: Part[]): { of: Map<string, Feedback[]>; item: Feedback[] } {
  const of = new Map<string, Feedback[]>(parts.map(({ id }) => [id, []]));
  const item: Feedback[] = [];
  const shows = parts.map((part) => [null, ...part.samples].map((sample) => shownBy(part, sample)));
  for (const one of feedback) {
    const home = parts.find(({ response }) => response === one.response);
    const bring = parts.filter((_, index) => new Set(shows[index]!.map((shown) => shown.has(one.id))).size > 1);
    const own = home ?? (new Set(bring.map(({ id }) => id)).size === 1 ? bring[0] : undefined);
    if (own) of.get(own.id)!.push(one);
    else item.push(one);
  }
  return { of, item };
}

function shownBy(part: Part, response: Response): Set<string> {
  try {
    return part.mark(response).shown;
  } catch (error) {
    if (error instanceof Unsupported) return new Set();
    throw error;
  }
}
