import { Unsupported } from "../../stop.ts";
import { matchFields } from "../assemble/matching-item.ts";
import { orderFields } from "../assemble/ordering-item.ts";
import { pairOf } from "../marking/values.ts";
import { elementsOf, type XmlElement } from "../package/xml-tree.ts";
import type { ItemText } from "./item-text.ts";
import { type Built, optionsOf, promptOf, type Reading, responseOf } from "./reading.ts";

/** Interactions that put things in order or together. */

export function readOrder(element: XmlElement, reading: Reading): Built {
  const { text, marking, parts, desk } = reading;
  const response = responseOf(element);
  const entries = optionsOf(element, "simpleChoice").map(({ attributes, children }) => {
    const id = attributes.identifier ?? "";
    return { id, text: text.inline(children, { within: id, response }) || id };
  });
  const correct = (marking.declarationOf(response).correct?.items ?? []).map(String);
  const fields = orderFields(
    {
      entries,
      correct,
      feedback: reading.feedback,
      markings: marking.for(response, parts),
    },
    desk,
  );
  return { prompt: promptOf(element, reading), fields };
}

export function readMatch(element: XmlElement, reading: Reading): Built {
  const { text, marking, parts, desk } = reading;
  const response = responseOf(element);
  const [first, second] = elementsOf(element, "simpleMatchSet");
  if (!first || !second) throw new Unsupported("its two sides cannot be told apart");
  const declared = marking.declarationOf(response);
  const pairs = (declared.correct?.items ?? []).map((pair) => String(pair).split(" "));
  const fields = matchFields(
    {
      left: optionsOf(first, "simpleAssociableChoice").map((choice) => matchEnd(choice, response, text)),
      right: optionsOf(second, "simpleAssociableChoice").map((choice) => matchEnd(choice, response, text)),
      correct: pairs.map(([left = "", right = ""]) => ({ left, right })),
      response: (all) => all.map(({ left, right }) => pairOf([left, right], declared.baseType !== "pair")),
      feedback: reading.feedback,
      markings: marking.for(response, parts),
    },
    desk,
  );
  return { prompt: promptOf(element, reading), fields };
}

/** Pairs of one set: the first of each pair is the entry, the second the answer. */
export function readAssociate(element: XmlElement, reading: Reading): Built {
  const { text, marking, parts, desk } = reading;
  const response = responseOf(element);
  const ends = optionsOf(element, "simpleAssociableChoice").map((choice) => matchEnd(choice, response, text));
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
