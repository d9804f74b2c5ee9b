import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { withoutSettings } from "./settings.ts";

/** What is not the same in every clone. */
const OWN = new Set(["content", "data", ".git"]);

/**
 * A folder that a site can be started in, with courses of its own: everything but its content is this project's. The
 * project is built first where it is not.
 */
export async function aProject(courses: Record<string, { files: Map<string, Buffer> }>): Promise<string> {
  await promisify(execFile)(process.execPath, ["--import", "tsx", "app/cli/build.ts"], { env: withoutSettings(process.env) });
  const project = mkdtempSync(path.join(os.tmpdir(), "courses-project-"));
  chmodSync(project, 0o755);
  for (const name of readdirSync(".")) {
    if (!OWN.has(name)) symlinkSync(path.resolve(name), path.join(project, name));
  }
  for (const [name, { files }] of Object.entries(courses)) writeCourse(path.join(project, "content/courses", name), files);
  return project;
}

/** Writes the files of a course folder. */
export function writeCourse(folder: string, files: Map<string, Buffer>): void {
  for (const [file, bytes] of files) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), bytes);
  }
}
