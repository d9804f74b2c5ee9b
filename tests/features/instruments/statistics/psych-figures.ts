import { readFileSync } from "node:fs";
import type { AlphaFigures } from "#app/features/instruments/statistics/alpha.ts";
import type { Covariances } from "#app/features/instruments/statistics/covariances.ts";
import type { Description } from "#app/features/instruments/statistics/describe.ts";
import type { Figure } from "#app/features/instruments/statistics/figure.ts";
import type { Omega } from "#app/features/instruments/statistics/omega.ts";
import type { Reliability } from "#app/features/instruments/statistics/reliability.ts";

type Numbers = (number | null)[];
type AlphaColumns = "raw" | "std" | "G6" | "average_r" | "sn";

export interface PsychAlpha extends Record<AlphaColumns, number> {
  people: number;
  median_r: number;
  ase: number;
  var_r: number | null;
  feldt: number[];
  duhachek: number[];
  items: Record<"raw.r" | "std.r" | "r.cor" | "r.drop", Numbers>;
  drop: Record<AlphaColumns | "se" | "med.r" | "var.r", Numbers> | null;
}

export interface PsychDescribe
  extends Record<"n" | "mean" | "sd" | "median" | "min" | "max" | "skew" | "kurtosis" | "se", number | Numbers> {}

export interface PsychPairs {
  counts: number[][];
  covariance: Numbers[];
  correlation: Numbers[];
}

export interface PsychOmega {
  total: number;
  loadings: number[];
}

/** What R gave for one set of data: psych's `alpha`, `describe` and `omega`, and R's pairwise covariances. */
export interface PsychReference {
  people: number;
  pairs: PsychPairs;
  describe: PsychDescribe;
  alpha: PsychAlpha;
  omega: PsychOmega;
}

export function readReference<Shape>(name: string): Shape {
  return JSON.parse(readFileSync(new URL(`reference/${name}.json`, import.meta.url), "utf8")) as Shape;
}

/** A figure beside R's, each with the name that says what it is. */
export type Pair = [what: string, ours: Figure, theirs: number | null | undefined];

/** The pairs that differ by more than 1e-6, or where only one side has a figure: as lines to read. */
export function differences(pairs: Pair[], allowed = 1e-6): string[] {
  const apart = pairs.filter(([, ours, theirs]) => {
    if (ours.value === null || theirs === null || theirs === undefined) return ours.value !== (theirs ?? null);
    return !(Math.abs(ours.value - theirs) <= allowed * Math.max(1, Math.abs(theirs)));
  });
  return apart.map(([what, ours, theirs]) => `${what}: ${ours.value ?? ours.reason}, not ${theirs}`);
}

export function alphaPairs(of: Reliability, theirs: PsychAlpha): Pair[] {
  const { total, feldt, duhachek } = of;
  return [
    ...columns("alpha", total, theirs),
    ["median r", total.medianCorrelation, theirs.median_r],
    ["standard error", total.standardError, theirs.ase],
    ["variance of r", total.correlationVariance, theirs.var_r],
    ["Feldt, lower", feldt.lower, theirs.feldt[0]],
    ["Feldt, upper", feldt.upper, theirs.feldt[1]],
    ["Duhachek, lower", duhachek.lower, theirs.duhachek[0]],
    ["Duhachek, upper", duhachek.upper, theirs.duhachek[1]],
    ...of.counted.flatMap((item, place) => itemPairs(of.items[item]!, theirs, place)),
  ];
}

function itemPairs(ours: Reliability["items"][number], { items, drop }: PsychAlpha, place: number): Pair[] {
  const own: Pair[] = [
    [`r.drop ${place}`, ours.rest, items["r.drop"][place]],
    [`r.cor ${place}`, ours.correctedForOverlap, items["r.cor"][place]],
    [`std.r ${place}`, ours.standardized, items["std.r"][place]],
  ];
  if (!drop) return own;
  const { raw, std, G6, average_r, sn } = drop;
  const theirs = { raw: raw[place], std: std[place], G6: G6[place], average_r: average_r[place], sn: sn[place] };
  return [
    ...own,
    ...columns(`without ${place}`, ours.ifDropped, theirs),
    [`se without ${place}`, ours.ifDropped.standardError, drop.se[place]],
    [`median r without ${place}`, ours.ifDropped.medianCorrelation, drop["med.r"][place]],
    [`variance of r without ${place}`, ours.ifDropped.correlationVariance, drop["var.r"][place]],
  ];
}

function columns(what: string, ours: AlphaFigures, theirs: Record<AlphaColumns, number | null | undefined>): Pair[] {
  return [
    [`${what}, raw`, ours.raw, theirs.raw],
    [`${what}, standardised`, ours.standardized, theirs.std],
    [`${what}, lambda 6`, ours.lambda6, theirs.G6],
    [`${what}, average r`, ours.averageCorrelation, theirs.average_r],
    [`${what}, signal to noise`, ours.signalToNoise, theirs.sn],
  ];
}

export function describePairs(ours: Description[], theirs: PsychDescribe): Pair[] {
  const at = (column: keyof PsychDescribe, place: number) => [theirs[column]].flat()[place];
  return ours.flatMap((item, place): Pair[] => [
    [`n ${place}`, { value: item.n, reason: null }, at("n", place)],
    [`mean ${place}`, item.mean, at("mean", place)],
    [`sd ${place}`, item.sd, at("sd", place)],
    [`median ${place}`, item.median, at("median", place)],
    [`minimum ${place}`, item.minimum, at("min", place)],
    [`maximum ${place}`, item.maximum, at("max", place)],
    [`skew ${place}`, item.skew, at("skew", place)],
    [`kurtosis ${place}`, item.kurtosis, at("kurtosis", place)],
    [`standard error ${place}`, item.standardError, at("se", place)],
  ]);
}

export function omegaPairs(ours: Omega, theirs: PsychOmega): Pair[] {
  return [["omega total", ours.total, theirs.total]];
}

/** The loadings of items that all count; psych's search for them stops at about five digits. */
export function loadingPairs(ours: Omega, theirs: PsychOmega): Pair[] {
  return theirs.loadings.map((loading, item) => [`loading ${item}`, { value: ours.loadings[item]!, reason: null }, loading]);
}

export function covariancePairs(ours: Covariances, theirs: PsychPairs): Pair[] {
  return theirs.counts.flatMap((row, i) =>
    row.flatMap((count, j): Pair[] => {
      const at = i * ours.items + j;
      return [
        [`n ${i} ${j}`, { value: ours.counts[at]!, reason: null }, count],
        [`covariance ${i} ${j}`, { value: ours.covariance[at]!, reason: null }, theirs.covariance[i]![j]],
        [`correlation ${i} ${j}`, { value: ours.correlation[at]!, reason: null }, theirs.correlation[i]![j]],
      ];
    }),
  );
}

/** Covariances as R printed them, for data whose rows are not here. */
export function covariancesOf(pairs: PsychPairs, people: number): Covariances {
  const flat = (rows: Numbers[]) => Float64Array.from(rows.flat(), (value) => value ?? Number.NaN);
  const { covariance, correlation, counts } = pairs;
  const items = counts.length;
  return { people, items, covariance: flat(covariance), correlation: flat(correlation), counts: Uint32Array.from(counts.flat()) };
}
