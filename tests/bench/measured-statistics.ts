import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Report } from "./report.ts";

/** Runs `statistics.ts` as a program of its own. */
export async function measureStatistics(): Promise<Report["statistics"]> {
  const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", "tests/bench/statistics.ts"]);
  return JSON.parse(stdout);
}
