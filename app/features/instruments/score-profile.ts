import type { CompiledProfileInstrument, CompiledScale } from "./compiled.ts";
import type { ScaleValue } from "./items/item-kind.ts";
import { kindOf } from "./items/registry.ts";
import { combinations, dividingLines, findProfile, type ScaleScores, scalesOfProfiles } from "./profile-rules.ts";
import type { Answers } from "./score.ts";

export interface ProfileResult {
  kind: "profile";
  /** A profile is not passed or failed: handing it in is what counts. */
  passed: true;
  scales: ScaleResult[];
  /** The first profile whose conditions all hold; null where none does, or a score that it needs is missing. */
  profile: { key: string } | null;
  /** Dividing lines that a score is near, and the profiles on the other sides of them. */
  nearBoundary: { lines: { scale: string; line: number; distance: number }[]; profiles: string[] };
}

export interface ScaleResult {
  key: string;
  items: number;
  answered: number;
  /** Null where too many items are unanswered. */
  score: number | null;
  /** The band that the score falls in. */
  band: string | null;
}

/** Distances are compared with this slack, so that 3.5 is within 0.5 of 4 whatever the binary fractions say. */
const SLACK = 1e-9;

export function scoreProfile(compiled: CompiledProfileInstrument, answers: Answers): ProfileResult {
  const values = new Map<string, ScaleValue[]>(compiled.scales.map((scale) => [scale.key, []]));
  for (const item of compiled.items) {
    const worth = kindOf(item).score(item, Object.hasOwn(answers, item.key) ? answers[item.key]! : null);
    if (worth.counts === "scale") for (const value of worth.values) values.get(value.scale)?.push(value);
  }
  const scales = compiled.scales.map((scale) => scoreScale(scale, values.get(scale.key)!));
  const scores: ScaleScores = Object.fromEntries(scales.map(({ key, score }) => [key, score]));
  const key = findProfile(compiled.profiles, scores)?.key ?? null;
  const nearBoundary = findNear(compiled, scores, key);
  return { kind: "profile", passed: true, scales, profile: key === null ? null : { key }, nearBoundary };
}

/**
 * mean: the mean of the answered items, each with its weight: sum(weight * value) / sum(weight). sum: that mean times the
 * weight of all items, which is the plain sum when all are answered and weigh 1, and counts a skipped item as the
 * person's own mean when not. No score where the share of unanswered items is above `missing`, whatever they weigh, or
 * nothing is answered.
 */
function scoreScale(scale: CompiledScale, values: ScaleValue[]): ScaleResult {
  const given = values.flatMap(({ value, weight }) => (value === null ? [] : [{ value: value * weight, weight }]));
  const base = { key: scale.key, items: values.length, answered: given.length };
  const share = values.length === 0 ? 1 : (values.length - given.length) / values.length;
  if (given.length === 0 || share > scale.missing + SLACK) return { ...base, score: null, band: null };
  const mean = total(given.map(({ value }) => value)) / total(given.map(({ weight }) => weight));
  const score = Math.round((scale.method === "sum" ? mean * total(values.map(({ weight }) => weight)) : mean) * 1e9) / 1e9;
  return { ...base, score, band: scale.bands.find(({ below }) => below === undefined || score < below)?.key ?? null };
}

/** Adds in ascending order, so that the order of items cannot change the last digit. */
function total(values: number[]): number {
  return [...values].sort((a, b) => a - b).reduce((sum, value) => sum + value, 0);
}

/**
 * Tries, for every scale that is near a line, the score as it is and a value on the line's other side, in every
 * combination: near one line names the profile across it, near two lines also the one across the corner.
 */
function findNear(compiled: CompiledProfileInstrument, scores: ScaleScores, own: string | null): ProfileResult["nearBoundary"] {
  const lines: ProfileResult["nearBoundary"]["lines"] = [];
  const trials: { scale: string; values: number[] }[] = [];
  for (const scale of scalesOfProfiles(compiled.profiles)) {
    const value = scores[scale];
    if (value === null || value === undefined) continue;
    const all = dividingLines(compiled.profiles, scale);
    const near = all.filter((line) => Math.abs(value - line) <= compiled.boundary + SLACK);
    if (compiled.boundary === 0 || near.length === 0) continue;
    lines.push(...near.map((line) => ({ scale, line, distance: Math.round(Math.abs(value - line) * 1e9) / 1e9 })));
    trials.push({ scale, values: [value, ...near.map((line) => across(line, value, all))] });
  }
  const others = new Set<string>();
  for (const moved of moves(trials)) {
    const profile = findProfile(compiled.profiles, { ...scores, ...moved });
    if (profile && profile.key !== own) others.add(profile.key);
  }
  const profiles = compiled.profiles.map(({ key }) => key).filter((key) => others.has(key));
  return profiles.length > 0 ? { lines, profiles } : { lines: [], profiles: [] };
}

/** All combinations; with very many near scales, whose combinations are beyond reading, each scale on its own. */
function moves(trials: { scale: string; values: number[] }[]): Record<string, number>[] {
  if (trials.length > 6) return trials.flatMap(({ scale, values }) => values.map((value) => ({ [scale]: value })));
  const all = combinations(trials.map((trial) => trial.values));
  return all.map((values) => Object.fromEntries(trials.map(({ scale }, index) => [scale, values[index]!])));
}

/** A value just across a line: the line itself from below, as `from` includes it; from above, half-way to the next line. */
function across(line: number, value: number, lines: number[]): number {
  if (value < line) return line;
  const next = lines.filter((other) => other < line).at(-1);
  return next === undefined ? line - 1 : (next + line) / 2;
}
