import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { Report } from "./report.ts";

/** Runs `question-import.ts` as a program of its own. */
export async function measureQuestionImport(): Promise<Report["questionImport"]> {
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", "tests/bench/question-import.ts"]);
  return JSON.parse(stdout);
}

/** Runs `money.ts` as a program of its own, on the site's database. */
export function measureSale(databaseUrl: string, courseKey: string): Promise<Report["sale"]> {
  return onDatabase(databaseUrl, ["tests/bench/money.ts", courseKey]);
}

/** Runs `reconcile.ts` as a program of its own, on the site's database. */
export function measureReconciling(databaseUrl: string, courseKey: string): Promise<Report["reconciling"]> {
  return onDatabase(databaseUrl, ["--expose-gc", "tests/bench/reconcile.ts", courseKey]);
}

/** Runs `studio.ts` as a program of its own, on the site's database and against the site. */
export function measureStudio(databaseUrl: string, siteUrl: string): Promise<Report["studio"]> {
  return onDatabase(databaseUrl, ["tests/bench/studio.ts", siteUrl], { PORT: new URL(siteUrl).port });
}

async function onDatabase<Result>(databaseUrl: string, given: string[], more: Record<string, string> = {}): Promise<Result> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), "courses-money-"));
  const env = { ...process.env, DATABASE_URL: databaseUrl, DATA_DIR: dataDir, LOG_LEVEL: "silent", ...more };
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", ...given], { env });
    return JSON.parse(stdout);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Runs `statistics.ts` as a program of its own. */
export async function measureStatistics(): Promise<Report["statistics"]> {
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", "tests/bench/statistics.ts"]);
  return JSON.parse(stdout);
}
