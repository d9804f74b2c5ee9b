import { Unsupported } from "../../stop.ts";
import { MAX_STEPS } from "../limits.ts";
import { childOf, descendantsOf, elementsOf, lineOf, textOf, type XmlElement } from "../package/xml-tree.ts";
import { finite } from "./declarations.ts";
import type { Marker, Response, Verdict } from "./marker.ts";
import type { StepBudget } from "./step-budget.ts";

type Cardinality = "single" | "multiple" | "ordered";

/**
 * The marking of QTI 1.2, as its conditions are used by Canvas and others who export it: conditions in their order, each
 * sets or adds to SCORE and shows feedback, and one without `continue="Yes"` ends the marking when it holds. One that only
 * adds does not end it, whatever the default says: Canvas writes one of them for each gap.
 */
export class Respconditions implements Marker {
  readonly #conditions: XmlElement[];
  readonly #start: number;
  readonly #bounds: [number, number];
  readonly #cardinality: (response: string) => Cardinality;
  /** The variables whose values are the score: SCORE, or else all that are set. */
  readonly #isScore: (element: XmlElement) => boolean;

  readonly #budget: StepBudget;

  constructor(item: XmlElement, cardinality: (response: string) => Cardinality, budget: StepBudget) {
    this.#budget = budget;
    const processing = elementsOf(item, "resprocessing");
    this.#conditions = processing.flatMap((part) => elementsOf(part, "respcondition"));
    this.#cardinality = cardinality;
    const hasScore = this.#conditions.some((condition) => elementsOf(condition, "setvar").some(isScore));
    this.#isScore = hasScore ? isScore : () => true;
    const decvar = processing.flatMap((part) => descendantsOf(part, "decvar")).find(this.#isScore);
    this.#start = finite(decvar?.attributes.defaultval) ?? 0;
    this.#bounds = [
      finite(decvar?.attributes.minvalue) ?? Number.NEGATIVE_INFINITY,
      finite(decvar?.attributes.maxvalue) ?? Number.POSITIVE_INFINITY,
    ];
  }

  get isGiven(): boolean {
    return this.#conditions.some((condition) => elementsOf(condition, "setvar").length > 0);
  }

  /** What a response is compared with, in the order of the text. */
  comparisons(response: string): XmlElement[] {
    return this.#conditions
      .flatMap((condition) => descendantsOf(condition))
      .filter(({ name, attributes }) => name.startsWith("var") && attributes.respident === response);
  }

  /** The values of a response that give points, of the first condition that names any. */
  rightValues(response: string): string[] {
    return (
      this.#giving()
        .map((condition) => valuesOf(condition, response))
        .find((values) => values.length > 0) ?? []
    );
  }

  /** The values of a response in all conditions that give points. */
  rightValuesOfAll(response: string): string[] {
    return [...new Set(this.#giving().flatMap((condition) => valuesOf(condition, response)))];
  }

  #giving(): XmlElement[] {
    return this.#conditions.filter((condition) =>
      elementsOf(condition, "setvar").some((set) => this.#isScore(set) && (finite(textOf(set)) ?? 0) > 0),
    );
  }

  mark(responses: Record<string, Response>): Verdict {
    let score = this.#start;
    let steps = 0;
    const shown = new Set<string>();
    const step = () => {
      steps += 1;
      this.#budget.spend(1);
      if (steps > MAX_STEPS) throw new Unsupported("its marking takes too many steps");
    };
    this.#budget.spend(3 + this.#conditions.length);
    for (const condition of this.#conditions) {
      const test = childOf(condition, "conditionvar");
      if (test && !this.#holds(test, responses, step)) continue;
      const sets = elementsOf(condition, "setvar").filter(this.#isScore);
      for (const set of sets) score = applySet(score, set);
      for (const { attributes } of elementsOf(condition, "displayfeedback")) shown.add(attributes.linkrefid ?? "");
      const goesOn = condition.attributes.continue?.toLowerCase();
      const onlyAdds = sets.length > 0 && sets.every(({ attributes }) => /^(?:add|subtract)$/i.test(attributes.action ?? "Set"));
      if (goesOn === "no" || (goesOn === undefined && !onlyAdds)) break;
    }
    return { score: Math.min(this.#bounds[1], Math.max(this.#bounds[0], score)), shown };
  }

  /** The parts of a condition have to hold all, but for several values of a response that can have one: any of them. */
  #holds(test: XmlElement, responses: Record<string, Response>, step: () => void): boolean {
    const parts = elementsOf(test);
    const values = parts.filter(({ name }) => name === "varequal");
    const [first] = values;
    const response = first?.attributes.respident ?? "";
    const sameOne = values.length > 1 && values.every(({ attributes }) => attributes.respident === response);
    if (sameOne && this.#cardinality(response) === "ordered") {
      const given = responses[response];
      return (
        Array.isArray(given) && values.length === given.length && values.every((part, index) => lineOf(part) === given[index])
      );
    }
    if (sameOne && this.#cardinality(response) === "single") {
      const others = parts.filter(({ name }) => name !== "varequal");
      return values.some((part) => this.#test(part, responses, step)) || others.some((part) => this.#test(part, responses, step));
    }
    return parts.every((part) => this.#test(part, responses, step));
  }

  #test(part: XmlElement, responses: Record<string, Response>, step: () => void): boolean {
    step();
    const { name, attributes } = part;
    if (name === "and") return elementsOf(part).every((child) => this.#test(child, responses, step));
    if (name === "or") return elementsOf(part).some((child) => this.#test(child, responses, step));
    if (name === "not") return !elementsOf(part).every((child) => this.#test(child, responses, step));
    if (name === "other") return true;
    const given = responses[attributes.respident ?? ""] ?? null;
    if (name === "unanswered") return given === null || given === "" || (Array.isArray(given) && given.length === 0);
    if (!/^var(?:equal|lt|lte|gt|gte|subset|substring)$/.test(name))
      throw new Unsupported(`the condition "${name}" is not known here`);
    if (given === null) return false;
    return compare(part, given);
  }
}

function valuesOf(condition: XmlElement, response: string): string[] {
  const test = childOf(condition, "conditionvar");
  return (test ? equalsIn(test) : []).filter(({ attributes }) => attributes.respident === response).map(lineOf);
}

/** What a condition asks for, but for what it asks not to be. */
function equalsIn(test: XmlElement): XmlElement[] {
  return elementsOf(test).flatMap((part) => (part.name === "varequal" ? [part] : part.name === "not" ? [] : equalsIn(part)));
}

function isScore({ attributes }: XmlElement): boolean {
  const name = attributes.varname ?? "SCORE";
  return /^(?:score|que_score)$/i.test(name);
}

function applySet(score: number, set: XmlElement): number {
  const number = finite(textOf(set));
  if (number === undefined) throw new Unsupported("its marking sets a score that is not a number");
  switch ((set.attributes.action ?? "Set").toLowerCase()) {
    case "set":
      return number;
    case "add":
      return score + number;
    case "subtract":
      return score - number;
    case "multiply":
      return score * number;
    case "divide":
      return number === 0 ? score : score / number;
    default:
      throw new Unsupported(`the action "${set.attributes.action}" on the score is not known here`);
  }
}

function compare(part: XmlElement, given: string | number | string[]): boolean {
  const wanted = lineOf(part);
  if (/^var(?:lt|lte|gt|gte)$/.test(part.name)) {
    const [a, b] = [Number(given), Number(wanted)];
    if (part.name === "varlt") return a < b;
    if (part.name === "varlte") return a <= b;
    return part.name === "vargt" ? a > b : a >= b;
  }
  const fold = (text: string) => (/^yes$/i.test(part.attributes.case ?? "") ? text : text.toUpperCase());
  if (Array.isArray(given)) {
    if (part.name === "varsubset") return wanted.split(/\s*,\s*/).every((one) => given.includes(one));
    const index = finite(part.attributes.index);
    return index === undefined ? given.includes(wanted) : given[index - 1] === wanted;
  }
  if (typeof given === "number") return given === Number(wanted);
  if (part.name === "varsubstring") return fold(given).includes(fold(wanted));
  return fold(given.trim()) === fold(wanted);
}
