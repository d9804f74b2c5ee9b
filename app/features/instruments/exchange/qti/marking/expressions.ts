import { Unsupported } from "../../stop.ts";
import { elementsOf, textOf, type XmlElement } from "../package/xml-tree.ts";
import { type Declaration, mapValue } from "./declarations.ts";
import { equalNumbers, roundTo } from "./number-rules.ts";
import { castScalar, isNull, isTrue, NULL, numberOf, type Scalar, sameScalar, sameValue, single, type Value } from "./values.ts";

/** What expressions may look at. `step` counts, and ends what takes too long. */
export interface Environment {
  responses: Map<string, Declaration>;
  outcomes: Map<string, Declaration>;
  read(identifier: string): Value;
  step(): void;
}

type Rule = (args: Value[], element: XmlElement, environment: Environment) => Value;

const bool = (truth: boolean | null): Value => single(truth);
const num = (number: number): Value => (Number.isFinite(number) ? single(number) : NULL);

/** A rule on numbers, which is NULL where one of them is. */
const onNumbers =
  (rule: (numbers: number[], element: XmlElement) => Value): Rule =>
  (args, element) => {
    const numbers = args.flatMap(({ items }) => items).map((item) => numberOf(single(item)));
    const isKnown = args.every((arg) => !isNull(arg)) && numbers.every((number) => number !== null);
    return isKnown ? rule(numbers as number[], element) : NULL;
  };
const onTwo = (rule: (a: number, b: number, element: XmlElement) => Value): Rule =>
  onNumbers(([a, b], element) => (a === undefined || b === undefined ? NULL : rule(a, b, element)));

const container =
  (cardinality: "multiple" | "ordered"): Rule =>
  (args) => ({ cardinality, items: args.flatMap(({ items }) => items) });

/** The expressions of QTI 2.1 to 3.0 that give the same value each time. */
const RULES: Record<string, Rule> = {
  null: () => NULL,
  baseValue: (_, element) => single(castScalar(textOf(element), element.attributes.baseType)),
  variable: (_, { attributes }, environment) => environment.read(attributes.identifier ?? ""),
  correct: (_, { attributes }, { responses }) => responses.get(attributes.identifier ?? "")?.correct ?? NULL,
  default: (_, { attributes }, { responses, outcomes }) =>
    (outcomes.get(attributes.identifier ?? "") ?? responses.get(attributes.identifier ?? ""))?.default ?? NULL,
  mapResponse(_, { attributes }, environment) {
    const { identifier = "" } = attributes;
    const mapping = environment.responses.get(identifier)?.mapping;
    if (!mapping) throw new Unsupported(`the response ${identifier} has no mapping`);
    const value = environment.read(identifier);
    return isNull(value) ? single(0) : num(mapValue(value, mapping));
  },

  multiple: container("multiple"),
  ordered: container("ordered"),
  containerSize: ([value = NULL]) => num(value.items.length),
  isNull: ([value = NULL]) => bool(isNull(value) || (value.items.length === 1 && value.items[0] === "")),
  index([value = NULL], { attributes }) {
    return single(value.items[Number(attributes.n) - 1]);
  },
  member: ([one = NULL, many = NULL]) =>
    isNull(one) || isNull(many) ? NULL : bool(many.items.some((item) => sameScalar(item, one.items[0]!))),
  contains([all = NULL, part = NULL]) {
    if (isNull(all) || isNull(part)) return NULL;
    if (all.cardinality !== "ordered") return bool(holdsAll(all.items, part.items));
    return bool(
      all.items.some((_, from) => part.items.every((item, at) => sameScalar(item, all.items[from + at] ?? Number.NaN))),
    );
  },
  delete([one = NULL, many = NULL]) {
    if (isNull(one) || isNull(many)) return NULL;
    return { ...many, items: many.items.filter((item) => !sameScalar(item, one.items[0]!)) };
  },

  match: ([a = NULL, b = NULL]) => (isNull(a) || isNull(b) ? NULL : bool(sameValue(a, b))),
  stringMatch([a = NULL, b = NULL], { attributes }) {
    if (isNull(a) || isNull(b)) return NULL;
    const [x, y] = [a, b].map(({ items }) => foldCase(String(items[0]), attributes.caseSensitive)) as [string, string];
    return bool(attributes.substring === "true" ? x.includes(y) : x === y);
  },
  substring([part = NULL, whole = NULL], { attributes }) {
    if (isNull(part) || isNull(whole)) return NULL;
    const [x, y] = [part, whole].map(({ items }) => foldCase(String(items[0]), attributes.caseSensitive)) as [string, string];
    return bool(y.includes(x));
  },
  equal: onTwo((a, b, { attributes }) => bool(equalNumbers(a, b, attributes))),
  equalRounded: onTwo((a, b, { attributes }) => bool(roundTo(a, attributes) === roundTo(b, attributes))),
  gt: onTwo((a, b) => bool(a > b)),
  gte: onTwo((a, b) => bool(a >= b)),
  lt: onTwo((a, b) => bool(a < b)),
  lte: onTwo((a, b) => bool(a <= b)),

  not: ([a = NULL]) => (isNull(a) ? NULL : bool(!isTrue(a))),
  and: (args) => (args.some((arg) => !isNull(arg) && !isTrue(arg)) ? bool(false) : args.some(isNull) ? NULL : bool(true)),
  or: (args) => (args.some(isTrue) ? bool(true) : args.some(isNull) ? NULL : bool(false)),
  anyN(args, { attributes }) {
    const right = args.filter(isTrue).length;
    return bool(right >= Number(attributes.min ?? 0) && right <= Number(attributes.max ?? args.length));
  },

  sum: onNumbers((numbers) => num(numbers.reduce((total, number) => total + number, 0))),
  product: onNumbers((numbers) => num(numbers.reduce((total, number) => total * number, 1))),
  subtract: onTwo((a, b) => num(a - b)),
  divide: onTwo((a, b) => num(a / b)),
  power: onTwo((a, b) => num(a ** b)),
  integerDivide: onTwo((a, b) => num(Math.floor(a / b))),
  integerModulus: onTwo((a, b) => num(a - b * Math.floor(a / b))),
  truncate: onNumbers(([a = 0]) => num(Math.trunc(a))),
  round: onNumbers(([a = 0]) => num(Math.floor(a + 0.5))),
  roundTo: onNumbers(([a = 0], { attributes }) => num(roundTo(a, attributes))),
  integerToFloat: ([a = NULL]) => a,
  max: onNumbers((numbers) => num(Math.max(...numbers))),
  min: onNumbers((numbers) => num(Math.min(...numbers))),
};

/** @throws Unsupported where an expression is none of the above. */
export function evaluate(element: XmlElement, environment: Environment): Value {
  environment.step();
  const rule = Object.hasOwn(RULES, element.name) ? RULES[element.name]! : undefined;
  if (element.name === "patternMatch") return matchPattern(element, environment);
  if (!rule) throw new Unsupported(`the expression "${element.name}" is not known here`);
  return rule(
    elementsOf(element).map((child) => evaluate(child, environment)),
    element,
    environment,
  );
}

function holdsAll(all: Scalar[], part: Scalar[]): boolean {
  const rest = [...all];
  return part.every((item) => {
    const at = rest.findIndex((other) => sameScalar(item, other));
    if (at >= 0) rest.splice(at, 1);
    return at >= 0;
  });
}

function foldCase(text: string, caseSensitive: string | undefined): string {
  return caseSensitive === "false" ? text.toUpperCase() : text;
}

/** Patterns of plain letters and `.*` alone: any other could take hours, and no item here can hold it. */
function matchPattern(element: XmlElement, environment: Environment): Value {
  const found = piecesOfPattern(element.attributes.pattern ?? "");
  if (!found) throw new Unsupported("it compares the answer with a regular expression");
  const [value = NULL] = elementsOf(element).map((child) => evaluate(child, environment));
  if (isNull(value)) return NULL;
  const fold = (text: string) => (found.ignoresCase ? text.toUpperCase() : text);
  const text = fold(String(value.items[0]));
  const [first = "", ...rest] = found.pieces.map(fold);
  const last = rest.pop();
  if (last === undefined) return bool(text === first);
  if (!text.startsWith(first)) return bool(false);
  let from = first.length;
  for (const piece of rest) {
    const at = text.indexOf(piece, from);
    if (at < 0) return bool(false);
    from = at + piece.length;
  }
  return bool(text.length - last.length >= from && text.endsWith(last));
}

/** The plain texts between the `.*` of a pattern. */
export interface PatternPieces {
  pieces: string[];
  /** Letters stand for themselves in any case: they are written as `[aA]`. */
  ignoresCase: boolean;
}

/** The pieces of a regular expression of XML Schema; undefined where there is more to it. */
export function piecesOfPattern(pattern: string): PatternPieces | undefined {
  const pieces = [""];
  let both = 0;
  let alone = 0;
  const add = (text: string) => {
    pieces[pieces.length - 1] += text;
  };
  for (let at = 0; at < pattern.length; at += 1) {
    const sign = pattern[at]!;
    const [pair, lower = "", upper = ""] = /^\[(\p{L})(\p{L})\]/u.exec(pattern.slice(at, at + 8)) ?? [];
    if (pattern.startsWith(".*", at) || pattern.startsWith("(.|\\s)*", at)) {
      at += pattern.startsWith(".*", at) ? 1 : "(.|\\s)*".length - 1;
      pieces.push("");
    } else if (pair !== undefined && lower !== upper && lower.toUpperCase() === upper.toUpperCase()) {
      both += 1;
      at += pair.length - 1;
      add(lower.toLowerCase() === lower ? lower : upper);
    } else if (sign === "\\" && /[^a-zA-Z0-9]/.test(pattern[at + 1] ?? "a")) {
      at += 1;
      add(pattern[at]!);
    } else if (/[\\^$.|?*+()[\]{}]/.test(sign)) return undefined;
    else {
      if (sign.toUpperCase() !== sign.toLowerCase() && sign.toUpperCase().length === 1) alone += 1;
      add(sign);
    }
  }
  // Some letters in one case and others in both: no answer of ours says so.
  return both > 0 && alone > 0 ? undefined : { pieces, ignoresCase: both > 0 };
}
