import { Unsupported } from "../../stop.ts";
import type { Marking } from "../assemble/marking.ts";
import { type Declaration, mapValue } from "../marking/declarations.ts";
import type { Response, Verdict } from "../marking/marker.ts";
import type { ResponseProcessing } from "../marking/response-processing.ts";
import { numberOf, sameValue, type Value } from "../marking/values.ts";
import { descendantsOf } from "../package/xml-tree.ts";

/**
 * How a response of an item of QTI 2 or 3 is marked: by the file's own processing, with the other responses left out or
 * right; by another outcome where its score stays at 0; or, where it does not say or cannot be read, by what it declares
 * as right.
 */
export class ItemMarking {
  readonly processing: ResponseProcessing;
  readonly weight: number;

  constructor(processing: ResponseProcessing, weight: number) {
    this.processing = processing;
    this.weight = weight;
  }

  declarationOf(identifier: string): Declaration {
    const known = this.processing.responses.get(identifier);
    if (known) return known;
    return {
      identifier,
      cardinality: "single",
      baseType: undefined,
      correct: undefined,
      default: undefined,
      mapping: undefined,
      normalMaximum: undefined,
      element: { name: "responseDeclaration", attributes: {}, children: [], line: 0 },
    };
  }

  /** The points that the item declares as its most, for what a person grades. */
  get declaredPoints(): number | undefined {
    const { outcomes } = this.processing;
    const most = outcomes.get("MAXSCORE")?.default;
    const points = (most && numberOf(most)) ?? outcomes.get("SCORE")?.normalMaximum;
    return points === undefined ? undefined : points * this.weight;
  }

  /** The feedback that is shown without any answer, and so whatever is answered. */
  shownAlways(): Set<string> {
    try {
      return this.processing.mark({}).shown;
    } catch (error) {
      if (error instanceof Unsupported) return new Set();
      throw error;
    }
  }

  /** Ways to mark one response, the best one first. `parts` is how many responses the item has. */
  for(identifier: string, parts: number): Marking[] {
    const { processing } = this;
    const markings: Marking[] = [];
    const weighted = (best: number) => best * this.weight;
    if (processing.isGiven) {
      markings.push({ mark: (response) => processing.mark({ [identifier]: response }), points: weighted });
      if (parts > 1) {
        const others = this.#rightOthers(identifier);
        const without = () => processing.mark(others).score;
        markings.push({
          mark: (response) => {
            const verdict = processing.mark({ ...others, [identifier]: response });
            return { ...verdict, score: verdict.score - without() };
          },
          points: (best) => weighted(best) / parts,
          note: () => "Points were given for all parts together; here each part gives its own.",
        });
      }
      for (const outcome of this.#otherOutcomes()) {
        const isScored = this.#setsScore();
        markings.push({
          mark: (response) => processing.mark({ [identifier]: response }, outcome),
          points: (best) => (isScored ? 0 : weighted(best)),
          note: () =>
            isScored
              ? "It is worth no points, as in the file."
              : `The file keeps its points in ${outcome}, which is taken as the score.`,
        });
      }
    }
    const declared = this.#asDeclared(identifier);
    if (declared) {
      const points = () => (this.declaredPoints ?? this.weight) / parts;
      markings.push({
        mark: declared.mark,
        points: (best) => (declared.maps ? weighted(best) : points()),
        note: (reason) =>
          reason === undefined
            ? "The file does not say how it is marked: what it declares as right counts all points."
            : `How it is marked could not be read (${reason}): what it declares as right counts all points.`,
      });
    }
    return markings;
  }

  /** All other responses as the file has them right. */
  #rightOthers(identifier: string): Record<string, Response> {
    const others: Record<string, Response> = {};
    for (const { identifier: other, correct } of this.processing.responses.values()) {
      if (other === identifier || !correct) continue;
      const [first] = correct.items;
      const isOne = correct.cardinality === "single" && typeof first !== "boolean";
      others[other] = isOne ? (first as string | number) : correct.items.map(String);
    }
    return others;
  }

  #otherOutcomes(): string[] {
    return [...this.processing.outcomes.values()]
      .filter(
        ({ identifier, baseType }) =>
          (baseType === "float" || baseType === "integer") && !/^(?:SCORE|MAXSCORE)$/.test(identifier),
      )
      .map(({ identifier }) => identifier);
  }

  #setsScore(): boolean {
    const { rules } = this.processing;
    if (!rules) return true;
    return descendantsOf(rules, "setOutcomeValue").some(({ attributes }) => attributes.identifier === "SCORE");
  }

  #asDeclared(identifier: string): { mark(response: Response): Verdict; maps: boolean } | undefined {
    const declaration = this.processing.responses.get(identifier);
    if (!declaration) return undefined;
    const { mapping, correct, cardinality } = declaration;
    const maps = mapping?.entries.some(({ value }) => value > 0) ?? false;
    if (!maps && !correct) return undefined;
    return {
      maps,
      mark(response) {
        const items = response === null ? [] : Array.isArray(response) ? response : [response];
        const value: Value = { cardinality, items };
        const score = maps ? (items.length > 0 ? mapValue(value, mapping!) : 0) : sameValue(value, correct!) ? 1 : 0;
        return { score, shown: new Set() };
      },
    };
  }
}
