import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { inject } from "vitest";

/** Publishes a course folder that lies on the disk at the site of the journeys, as its author would; says what was printed. */
export async function publishAt(folder: string): Promise<string> {
  const env = { ...process.env, DATA_DIR: inject("siteDataDir"), NODE_ENV: undefined } as unknown as NodeJS.ProcessEnv;
  const words = ["--import", "tsx", "app/cli/course.ts", "publish", folder, "--yes"];
  return (await promisify(execFile)(process.execPath, words, { env })).stdout;
}

/** The same of files that a journey has written itself. */
export async function publishFiles(files: Iterable<[name: string, content: string | Buffer]>): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "courses-journey-"));
  for (const [file, content] of files) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), content);
  }
  await publishAt(folder).finally(() => rmSync(folder, { recursive: true, force: true }));
}
