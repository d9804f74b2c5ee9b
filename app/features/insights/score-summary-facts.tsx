import type { ItemSet } from "./assessment-statistics.ts";
import { Facts } from "./facts.tsx";
import { figureText, intervalText } from "./figure-text.ts";

/** What the scores on one set of items are like, and how far they can be trusted. */
export function ScoreSummaryFacts({ scores }: { scores: ItemSet["scores"] }) {
  const { score, reliability, omega, standardErrorOfMeasurement } = scores;
  return (
    <Facts
      facts={[
        { term: "People", value: score.n },
        { term: "Mean", value: `${figureText(score.mean)} (standard error ${figureText(score.standardError)})` },
        { term: "Median", value: figureText(score.median) },
        { term: "Standard deviation", value: figureText(score.sd) },
        { term: "Skew, kurtosis", value: `${figureText(score.skew)}, ${figureText(score.kurtosis)}` },
        {
          term: "Cronbach's alpha",
          value: `${figureText(reliability.total.raw)} (95 % interval ${intervalText(reliability.feldt)})`,
        },
        { term: "Omega total", value: figureText(omega.total) },
        { term: "Standard error of measurement", value: figureText(standardErrorOfMeasurement) },
        { term: "Mean correlation of items", value: figureText(reliability.total.averageCorrelation) },
      ]}
    />
  );
}
