import { Unsupported } from "../../stop.ts";
import { MAX_VALUES } from "../limits.ts";
import { childOf, descendantsOf, elementsOf, textOf, type XmlElement } from "../package/xml-tree.ts";
import { castScalar, type Scalar, type Value } from "./values.ts";

/** What an item declares of its responses and outcomes. */

export interface Mapping {
  entries: { key: Scalar; value: number; caseSensitive: boolean }[];
  defaultValue: number;
  lowerBound?: number;
  upperBound?: number;
}

export interface Declaration {
  identifier: string;
  cardinality: Value["cardinality"];
  baseType: string | undefined;
  correct: Value | undefined;
  default: Value | undefined;
  mapping: Mapping | undefined;
  normalMaximum: number | undefined;
  element: XmlElement;
}

export function readDeclarations(item: XmlElement, name: "responseDeclaration" | "outcomeDeclaration"): Map<string, Declaration> {
  const found = new Map<string, Declaration>();
  for (const element of elementsOf(item, name)) {
    const { identifier = "", baseType, normalMaximum } = element.attributes;
    const cardinality = element.attributes.cardinality as Value["cardinality"];
    const known = cardinality === "multiple" || cardinality === "ordered" ? cardinality : "single";
    found.set(identifier, {
      identifier,
      cardinality: known,
      baseType,
      correct: readValues(childOf(element, "correctResponse"), known, baseType),
      default: readValues(childOf(element, "defaultValue"), known, baseType),
      mapping: readMapping(childOf(element, "mapping"), baseType),
      normalMaximum: finite(normalMaximum),
      element,
    });
  }
  return found;
}

function readValues(
  holder: XmlElement | undefined,
  cardinality: Value["cardinality"],
  baseType: string | undefined,
): Value | undefined {
  if (!holder) return undefined;
  const values = elementsOf(holder, "value");
  if (values.length > MAX_VALUES) throw new Unsupported(`it declares more than ${MAX_VALUES} values as right`);
  const items = values.flatMap((value) => {
    const item = castScalar(textOf(value), value.attributes.baseType ?? baseType);
    return item === undefined || item === "" ? [] : [item];
  });
  return items.length > 0 ? { cardinality, items } : undefined;
}

function readMapping(element: XmlElement | undefined, baseType: string | undefined): Mapping | undefined {
  if (!element) return undefined;
  const all = descendantsOf(element, "mapEntry");
  if (all.length > MAX_VALUES) throw new Unsupported(`it maps more than ${MAX_VALUES} values to points`);
  const entries = all.flatMap(({ attributes }) => {
    const key = castScalar(attributes.mapKey ?? "", baseType);
    const value = finite(attributes.mappedValue);
    // QTI 2.1 and 3.0, class mapEntry: case-sensitive unless it says otherwise.
    return key === undefined || value === undefined ? [] : [{ key, value, caseSensitive: attributes.caseSensitive !== "false" }];
  });
  const { defaultValue, lowerBound, upperBound } = element.attributes;
  return { entries, defaultValue: finite(defaultValue) ?? 0, lowerBound: finite(lowerBound), upperBound: finite(upperBound) };
}

export function finite(text: string | undefined): number | undefined {
  if (text === undefined || text.trim() === "") return undefined;
  const number = Number(text);
  return Number.isFinite(number) ? number : undefined;
}

/** QTI's `mapResponse`: the sum of what the members map to, each member once, within the bounds. */
export function mapValue(value: Value, mapping: Mapping): number {
  const seen = new Set<string>();
  let total = 0;
  for (const item of value.items) {
    const entry = mapping.entries.find(({ key, caseSensitive }) => sameKey(item, key, caseSensitive));
    const name = entry ? `entry ${mapping.entries.indexOf(entry)}` : `item ${item}`;
    if (seen.has(name)) continue;
    seen.add(name);
    total += entry ? entry.value : mapping.defaultValue;
  }
  const { lowerBound = Number.NEGATIVE_INFINITY, upperBound = Number.POSITIVE_INFINITY } = mapping;
  return Math.min(upperBound, Math.max(lowerBound, total));
}

function sameKey(item: Scalar, key: Scalar, caseSensitive: boolean): boolean {
  if (typeof item === "number" || typeof key === "number") return Number(item) === Number(key);
  if (caseSensitive) return String(item) === String(key);
  return String(item).toUpperCase() === String(key).toUpperCase();
}
