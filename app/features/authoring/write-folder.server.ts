import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm, rmdir, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { faultOfPath } from "./draft-path.ts";

export type WriteFolder =
  | { status: "written"; files: number }
  | { status: "refused"; reason: "target-is-a-file" | "target-not-empty" };

/** Writes files as a folder, which appears whole or not at all. @throws where a path leads out of it */
export async function writeFolder(ask: { to: string; files: ReadonlyMap<string, Buffer> }): Promise<WriteFolder> {
  const target = path.resolve(ask.to);
  if (existsSync(target)) {
    if (!(await stat(target)).isDirectory()) return { status: "refused", reason: "target-is-a-file" };
    if ((await readdir(target)).length > 0) return { status: "refused", reason: "target-not-empty" };
  }
  const aside = `${target}.${randomUUID()}`;
  try {
    await mkdir(aside, { recursive: true });
    for (const [name, bytes] of ask.files) {
      const fault = faultOfPath(name);
      if (fault) throw new Error(fault);
      const whole = path.join(aside, name);
      await mkdir(path.dirname(whole), { recursive: true });
      // "wx": two names that this disk takes for one must not become one file without a word.
      await writeFile(whole, bytes, { flag: "wx" });
    }
    if (existsSync(target)) await rmdir(target);
    await rename(aside, target);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
  return { status: "written", files: ask.files.size };
}
