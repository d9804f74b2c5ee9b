import type { CompiledProfileInstrument, CompiledScale } from "./compiled.ts";
import { keyingOn } from "./items/likert.tsx";
import { type CompiledItem, kindOf } from "./items/registry.ts";
import { type Answers, answerTo } from "./score.ts";
import { FEWEST_FOR_NORMS, type ScaleSample } from "./score-figures.ts";
import { scoreProfile } from "./score-profile.ts";
import { covariances } from "./statistics/covariances.ts";
import { describe } from "./statistics/describe.ts";
import { normSample } from "./statistics/percentile.ts";
import { reliability } from "./statistics/reliability.ts";
import { scoreTable } from "./statistics/score-table.ts";

/** What many people's answers to one form of an instrument say of each of its scales, by the scale's key. */
export function scaleSamples(instrument: CompiledProfileInstrument, people: Answers[]): Map<string, ScaleSample> {
  const results = people.map((answers) => scoreProfile(instrument, answers));
  return new Map(
    instrument.scales.map((scale, place) => {
      const scores = results.map(({ scales }) => scales[place]?.score ?? null);
      return [
        scale.key,
        { scores: normSample(scores), sd: describe(scores).sd.value, alpha: alphaOf(instrument, scale, people) },
      ];
    }),
  );
}

/** Raw alpha of the items as they count, weighted and mirrored, over those who answered all of them. */
function alphaOf({ items }: CompiledProfileInstrument, { key }: CompiledScale, people: Answers[]): number | null {
  const own = items.filter((item) => keyingOn(item, key) !== undefined);
  const rows = people.map((answers) => own.map((item) => worthOf(item, answers, key)));
  const complete = rows.filter((row) => row.every((value) => value !== null));
  if (complete.length < FEWEST_FOR_NORMS) return null;
  const alpha = reliability(covariances(scoreTable(complete, own.length))).total.raw.value;
  return alpha !== null && alpha > 0 ? alpha : null;
}

function worthOf(item: CompiledItem, answers: Answers, scale: string): number | null {
  const worth = kindOf(item).score(item, answerTo(item, answers));
  const counted = worth.counts === "scale" ? worth.values.find((value) => value.scale === scale) : undefined;
  return counted?.value === null || counted === undefined ? null : counted.value * counted.weight;
}
