import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

/** What a folder was when it was last in step with a site. The file begins with a dot: it is no part of the course. */
const FILE = ".course-draft.json";

const schema = z.object({
  site: z.string(),
  course: z.string(),
  revision: z.number().int(),
  files: z.record(z.string(), z.string()),
});
export type DraftState = z.output<typeof schema>;

export function readState(dir: string): DraftState | null {
  const file = path.join(dir, FILE);
  return existsSync(file) ? schema.parse(JSON.parse(readFileSync(file, "utf8"))) : null;
}

export function writeState(dir: string, state: DraftState): void {
  writeFileSync(path.join(dir, FILE), `${JSON.stringify(state, null, 2)}\n`);
}
