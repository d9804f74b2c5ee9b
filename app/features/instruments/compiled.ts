import type { Plot } from "./instrument.schema.ts";
import type { CompiledItem } from "./items/registry.ts";
import type { OpenedSection } from "./items/shared-fields.ts";
import type { Norms, StatedReliability } from "./norms.schema.ts";
import type { Paging } from "./page-items.ts";
import type { ProfileRule } from "./profile-rules.ts";
import type { GradePolicy, ReviewPart, ReviewTime } from "./rule-fields.ts";

/**
 * An instrument as a revision stores it and attempts are pinned to it: plain JSON, all Markdown as HTML, readings
 * inside. It holds what is right, so it never goes to a browser as a whole. A change of this shape is a new `schema`
 * number, and `readCompiled` lifts older ones.
 */
export type CompiledInstrument = CompiledGraded | CompiledProfileInstrument;

interface Shared {
  schema: 1;
  key: string;
  title: string;
  /** HTML; empty where there is none. */
  intro: string;
  /** Time limit. */
  minutes?: number;
  /** The least time between two attempts. */
  waitMinutes?: number;
  /** As written, for `openingMoment` and `closingMoment`: each student's own clock counts. */
  opens?: string;
  closes?: string;
  shuffle: boolean;
  /** In the order in which an attempt shows them. */
  sections?: OpenedSection[];
  /** Where it is left out, by the number of items: `pageItems`. */
  pages?: Paging;
  /** How many items of a bank an attempt draws, by bank. */
  draws?: Record<string, number>;
  /** Those of banks included. */
  items: CompiledItem[];
}

export interface CompiledGraded extends Shared {
  kind: "graded";
  /** How many attempts; no limit where it is left out. */
  attempts?: number;
  /** Percent of points. */
  passMark: number;
  /** Who grades does not see whose work it is before the grades are released. */
  blind?: true;
  /** Which attempt counts; the highest where it is left out. */
  grade?: GradePolicy;
  /** Where it differs from `USUAL_REVIEW`. */
  review?: Partial<Record<ReviewPart, ReviewTime>>;
}

export interface CompiledProfileInstrument extends Shared {
  kind: "profile";
  /** HTML: limits of use; empty where there are none. */
  limits: string;
  scales: CompiledScale[];
  profiles: CompiledProfile[];
  /** A score within this distance of a dividing line is near it. */
  boundary: number;
  plot?: Plot;
}

export interface CompiledScale {
  key: string;
  title: string;
  summary: string;
  low: string;
  high: string;
  method: "mean" | "sum";
  missing: number;
  /** The range of one item's value. */
  minimum: number;
  maximum: number;
  norms?: Norms;
  reliability?: StatedReliability;
  bands: CompiledBand[];
}

export interface CompiledProfile extends ProfileRule {
  title: string;
  /** HTML; empty where there is none. */
  reading: string;
  /** HTML: what to do next. */
  next?: string;
}

export interface CompiledBand {
  key: string;
  title: string;
  below?: number;
  /** HTML; empty where there is none. */
  reading: string;
  /** HTML: what to do next. */
  next?: string;
}

/** Reads a stored definition. @throws where it was written by a newer version of the platform. */
export function readCompiled(definition: unknown): CompiledInstrument {
  const stored = definition as CompiledInstrument;
  if (stored?.schema !== 1) throw new Error(`This instrument is stored in a shape that is not known: ${stored?.schema}.`);
  return stored;
}
