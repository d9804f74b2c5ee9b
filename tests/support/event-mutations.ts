import fc from "fast-check";
import type { Wire } from "./event-versions.ts";

/** What a body may have differently; `at` chooses where, counted through all of it. */
export interface Mutation {
  how: "remove" | "null" | "expand" | "unexpand" | "replace" | "add";
  at: number;
  value: unknown;
}

/** `values`: what may stand where something else stood, such as other ids. */
export function aMutation(values: unknown[]): fc.Arbitrary<Mutation> {
  const words = fc.constantFrom<unknown>(0, -1, 0.5, 1e308, true, "", "\0", "x".repeat(3_000), [], {}, [[]], "paid", ...values);
  return fc.record({
    how: fc.constantFrom("remove", "null", "expand", "unexpand", "replace", "add"),
    // Half of them near the top, where what is read stands.
    at: fc.oneof(fc.nat(12), fc.nat(400)),
    value: fc.oneof(words, fc.jsonValue({ maxDepth: 3 })),
  });
}

/** The body with these changes, one after the other. */
export function mutate(event: object, mutations: Mutation[]): unknown {
  const copy: Wire = { event: structuredClone(event) };
  for (const { how, at, value } of mutations) {
    const places = placesOf(copy);
    const [parent, name] = places[at % places.length]!;
    const here = parent[name];
    if (how === "remove" && parent !== copy) delete parent[name];
    else if (how === "null") parent[name] = null;
    else if (how === "expand") parent[name] = { id: here, object: "expanded", livemode: false };
    else if (how === "unexpand") parent[name] = isObject(here) ? (here.id ?? "id_none") : here;
    else if (how === "replace") parent[name] = value;
    else if (how === "add" && isObject(here)) here[`new_field_${at}`] = value;
  }
  return copy.event;
}

/** Every place of a value, level by level. */
function placesOf(root: Wire): [parent: Wire, name: string][] {
  const places: [Wire, string][] = [];
  const waiting = [root];
  for (let parent = waiting.shift(); parent; parent = waiting.shift()) {
    for (const [name, value] of Object.entries(parent)) {
      places.push([parent, name]);
      if (typeof value === "object" && value !== null) waiting.push(value as Wire);
    }
  }
  return places;
}

function isObject(value: unknown): value is Wire {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
