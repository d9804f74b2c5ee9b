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
export async function measureSale(databaseUrl: string, courseKey: string): Promise<Report["sale"]> {
  const given = ["--import", "tsx", "tests/bench/money.ts", courseKey];
  const dataDir = mkdtempSync(path.join(os.tmpdir(), "courses-money-"));
  const env = { ...process.env, DATABASE_URL: databaseUrl, DATA_DIR: dataDir, LOG_LEVEL: "silent" };
  try {
    const { stdout } = await promisify(execFile)(process.execPath, given, { env });
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
