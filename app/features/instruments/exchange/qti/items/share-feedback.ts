import { numberLiterals, textLiterals } from "../marking/literals.ts";
import type { Feedback, Response, Verdict } from "../marking/marker.ts";
import { pairOf } from "../marking/values.ts";
import { descendantsOf, type XmlElement } from "../package/xml-tree.ts";
import { Unsupported } from "../stop.ts";
import type { ItemMarking } from "./item-marking.ts";

/** A part of an item that gives points of its own: an interaction, or a gap of one. */
export interface Part {
  id: string;
  /** Responses that are worth trying, right ones among them. */
  samples: Response[];
  /** The identifiers of its choices. */
  choices: string[];
  mark(response: Response): Verdict;
}

/** Some responses to an interaction: what it is compared with, each choice, and something that is right for nobody. */
export function samplesOf(element: XmlElement, response: string, marking: ItemMarking): Response[] {
  const declared = marking.declarationOf(response);
  const { rules } = marking.processing;
  const choices = choicesOf(element);
  if (choices.length > 0) {
    const right = (declared.correct?.items ?? []).map(String);
    const [first = "", second = ""] = choices;
    const pairs = /^(?:match|associate)Interaction$/.test(element.name) ? [[pairOf([first, second], declared.baseType !== "pair")]] : [];
    return [right, ...choices.map((id) => [id]), ...pairs];
  }
  if (/^(?:integer|float)$/.test(declared.baseType ?? ""))
    return [...numberLiterals(declared, rules).map(({ value }) => value), -987_654.321];
  return [...textLiterals(declared, rules).map(({ text }) => text), "qzxjv wkpq"];
}

export function choicesOf(element: XmlElement): string[] {
  return descendantsOf(element, "simpleChoice", "inlineChoice", "hottext", "simpleAssociableChoice", "gapText", "gapImg").map(
    ({ attributes }) => attributes.identifier ?? "",
  );
}

/** Tells the feedback of single parts from that of the item: a part's own is brought up by its responses alone. */
export function shareFeedback(feedback: Feedback[], parts: Part[]): { of: Map<string, Feedback[]>; item: Feedback[] } {
  const of = new Map<string, Feedback[]>(parts.map(({ id }) => [id, []]));
  const item: Feedback[] = [];
  const shows = parts.map((part) => part.samples.map((sample) => shownBy(part, sample)));
  const atNothing = parts[0] ? shownBy(parts[0], null) : new Set<string>();
  for (const one of feedback) {
    const home = parts.find(({ choices }) => one.within !== undefined && choices.includes(one.within));
    const bring = parts.filter((_, index) => shows[index]!.some((shown) => shown.has(one.id)));
    const own = home ?? (bring.length === 1 && !atNothing.has(one.id) ? bring[0] : undefined);
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
