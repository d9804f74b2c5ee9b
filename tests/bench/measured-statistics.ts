import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Report } from "./report.ts";

/** Runs `question-import.ts` as a program of its own. */
export async function measureQuestionImport(): Promise<Report["questionImport"]> {
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", "tests/bench/question-import.ts"]);
  return JSON.parse(stdout);
}

/** Runs `statistics.ts` as a program of its own. */
export async function measureStatistics(): Promise<Report["statistics"]> {
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", "tests/bench/statistics.ts"]);
  return JSON.parse(stdout);
}
