import { Unsupported } from "../../stop.ts";
import type { Marking } from "../assemble/marking.ts";
import { MAX_FEEDBACK, MAX_PARTS } from "../limits.ts";
import { finite } from "../marking/declarations.ts";
import type { Feedback, Response } from "../marking/marker.ts";
import { Respconditions } from "../marking/respconditions.ts";
import { childOf, descendantsOf, elementsOf, lineOf, type XmlElement } from "../package/xml-tree.ts";
import type { Desk } from "../text/desk.ts";
import { Material } from "./material.ts";

/** What people choose from, or type into. */
export interface ResponseV1 {
  id: string;
  element: XmlElement;
  cardinality: "single" | "multiple" | "ordered";
  labels: XmlElement[];
}

/** An item of QTI 1.2, apart in what questions are built of. */
export class ItemV1 {
  readonly element: XmlElement;
  readonly desk: Desk;
  readonly material: Material;
  readonly responses: ResponseV1[];
  readonly feedback: Feedback[] = [];
  readonly hints: string[] = [];
  readonly conditions: Respconditions;
  readonly #fields: Map<string, string>;
  /** The points that its section gives each item. */
  readonly #pointsOfSection: number | undefined;

  constructor(element: XmlElement, pointsOfSection: number | undefined, desk: Desk) {
    this.element = element;
    this.desk = desk;
    this.material = new Material(desk);
    this.#pointsOfSection = pointsOfSection;
    this.#fields = metadataOf(element);
    this.responses = descendantsOf(element, "response_lid", "response_str", "response_num").map((response) => ({
      id: response.attributes.ident ?? "",
      element: response,
      cardinality: cardinalityOf(response),
      labels: descendantsOf(response, "response_label"),
    }));
    this.conditions = new Respconditions(
      element,
      (id) => this.responses.find((one) => one.id === id)?.cardinality ?? "single",
      desk.budget,
    );
    if (this.responses.length > MAX_PARTS || this.responses.some(({ labels }) => labels.length > MAX_PARTS))
      throw new Unsupported(`it has more than ${MAX_PARTS} answers or gaps`);
    this.#readFeedback();
  }

  /** The type that the file gives the question, in the words of Canvas where they can be told. */
  get type(): string {
    const given = this.#fields.get("question_type") ?? this.#fields.get("cc_profile") ?? this.#fields.get("qmd_itemtype") ?? "";
    return given.toLowerCase();
  }

  get points(): number | undefined {
    return (
      this.#pointsOfSection ??
      finite(this.#fields.get("points_possible")) ??
      finite(this.#fields.get("qmd_weighting")) ??
      finite(this.#fields.get("cc_weighting"))
    );
  }

  /** The item whose text stands before this one. */
  get stimulus(): string | undefined {
    return this.#fields.get("parent_stimulus_item_ident");
  }

  /** Ways to mark a response. */
  markingFor(id: string): Marking[] {
    return this.#markings((response) => ({ [id]: response }), id);
  }

  /** Ways to mark responses to several of the item's fields, written as `field label`. */
  markingOfPairs(): Marking[] {
    return this.#markings((response) => {
      const all: Record<string, string[]> = {};
      for (const pair of (response ?? []) as string[]) {
        const [field = "", label = ""] = pair.split(" ");
        all[field] = [...(all[field] ?? []), label];
      }
      return all;
    });
  }

  #markings(spread: (response: Response) => Record<string, Response>, id?: string): Marking[] {
    if (!this.conditions.isGiven) return [];
    const others = id === undefined ? {} : this.#rightOthers(id);
    const all = () => this.#mostOf(id === undefined ? {} : { ...others, [id]: this.#rightOf(id) });
    const points = (best: number, parts: number) => {
      const possible = this.points;
      return possible === undefined ? best / parts : (possible * best) / Math.max(best, parts > 1 ? best : all()) / parts;
    };
    const markings: Marking[] = [
      { mark: (response) => this.conditions.mark(spread(response)), points: (best) => points(best, 1) },
    ];
    const parts = this.responses.length;
    if (id !== undefined && parts > 1) {
      markings.push({
        mark: (response) => {
          const verdict = this.conditions.mark({ ...others, [id]: response });
          return { ...verdict, score: verdict.score - this.conditions.mark(others).score };
        },
        points: (best) => points(best, parts),
        note: () => "Points were given for all parts together; here each part gives its own.",
      });
    }
    return markings;
  }

  #mostOf(right: Record<string, Response>): number {
    return Object.keys(right).length > 0 ? this.conditions.mark(right).score : 0;
  }

  #rightOthers(id: string): Record<string, Response> {
    return Object.fromEntries(this.responses.filter((one) => one.id !== id).map((one) => [one.id, this.#rightOf(one.id)]));
  }

  /** What a response is compared with first, where it gives points. */
  #rightOf(id: string): Response {
    const response = this.responses.find((one) => one.id === id);
    const [first] = this.conditions.rightValues(id);
    if (!response || first === undefined) return null;
    return response.labels.length > 0 && response.element.name === "response_lid"
      ? this.conditions.rightValues(id).slice(0, response.cardinality === "single" ? 1 : undefined)
      : first;
  }

  #readFeedback(): void {
    const all = elementsOf(this.element, "itemfeedback");
    if (all.length > MAX_FEEDBACK) throw new Unsupported(`it has more than ${MAX_FEEDBACK} feedbacks`);
    for (const element of all) {
      const { ident = "" } = element.attributes;
      const hints = descendantsOf(element, "hintmaterial");
      if (hints.length > 0) {
        this.hints.push(...hints.map((hint) => this.material.block(hint.children)).filter(Boolean));
        continue;
      }
      const markdown = this.material.block(element.children);
      if (markdown !== "") this.feedback.push({ id: ident, name: ident, markdown });
    }
  }
}

function cardinalityOf(response: XmlElement): ResponseV1["cardinality"] {
  const word = (response.attributes.rcardinality ?? "Single").toLowerCase();
  return word === "multiple" || word === "ordered" ? word : "single";
}

function metadataOf(item: XmlElement): Map<string, string> {
  const fields = new Map<string, string>();
  for (const metadata of elementsOf(item, "itemmetadata")) {
    for (const field of descendantsOf(metadata, "qtimetadatafield"))
      fields.set(lineOf(childOf(field, "fieldlabel")).toLowerCase(), lineOf(childOf(field, "fieldentry")));
    for (const own of elementsOf(metadata)) if (own.name.startsWith("qmd_")) fields.set(own.name, lineOf(own));
  }
  return fields;
}

/** @throws Unsupported for questions that have no place here, with the reason. */
export function refuseTypes({ type, element }: ItemV1): void {
  if (/calculated|formula/.test(type) || descendantsOf(element, "calculated").length > 0)
    throw new Unsupported("its numbers are made up anew for each attempt (a calculated question)");
  if (/hot_?spot/.test(type) || descendantsOf(element, "response_xy", "render_hotspot").length > 0)
    throw new Unsupported("it asks to click into a picture");
  if (descendantsOf(element, "response_grp").length > 0) throw new Unsupported("it asks to drag groups together (response_grp)");
}
