import type { ScenarioKey } from "./scenarios.ts";

/** Requests (attempts) a second that the issue aims at; (b) has its aim in argon2's share. */
export const AIMS: Record<ScenarioKey, number | null> = {
  a: 8_000,
  b: null,
  c: 700,
  d: 700,
  e: 1_500,
  f: 120,
  g: 120,
  h: 1_500,
  i: 150,
  k: 1_500,
};

/** What a well-tuned Moodle 4.5 does on two such cores, where it was measured. */
export const MOODLE: Partial<Record<ScenarioKey, number>> = { a: 75, b: 16, c: 27, d: 36, e: 150, f: 7.6, g: 12 };

export const LIMITS = {
  /** Least ratio of (c) and (d) to the Remix floor. */
  remixFloor: 0.8,
  statements: 4,
  /** SQL statements of (h). */
  answerStatements: 3,
  /** Of 10,000 attempts at 36 items: milliseconds and megabytes. */
  statisticsTime: 300,
  statisticsMemory: 100,
  /** Of an import of 2,000 questions, by any format: milliseconds. */
  questionImport: 5_000,
  /** p99 of (k) at 32 connections, in milliseconds, and what a sale may cost: calls to Stripe and SQL statements. */
  intakeTail: 50,
  checkoutCalls: 1,
  fulfilmentStatements: 12,
  /** Of 10,000 orders without a difference: milliseconds, and megabytes of heap that may stay. */
  reconcilingTime: 60_000,
  reconcilingKept: 5,
  /** Of (n), in milliseconds. */
  studioOpen: 300,
  studioSave: 50,
  studioCheck: 3_000,
  studioPublish: 2_000,
  beyondTextGzip: 10_240,
  /** Least share of argon2 in (b). */
  argon2: 0.8,
  /** Least rate on the grown database, of the rate before. */
  growth: 1 / 1.15,
  /** p99 at 32 connections as a multiple of p50. */
  tail: 4,
  memory: 300 * 1024 * 1024,
  lessonScriptGzip: 110 * 1024,
} as const;
