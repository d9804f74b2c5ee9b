import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { faultOfPath } from "../../../features/authoring/draft-path.ts";
import { mergeTexts } from "../../../features/authoring/merge-texts.ts";
import { decode } from "../../../features/authoring/offer-merges.server.ts";
import { sha256 } from "../../../features/courseware/course-folder.server.ts";
import { readFolder } from "../../../features/courseware/read-folder.server.ts";
import { readState, writeState } from "./draft-state.ts";
import { type SiteClient, SiteError } from "./site-client.ts";

interface Ask {
  dir: string;
  site: string;
  course: string;
  client: SiteClient;
}

/**
 * Brings a folder to what the draft is. What was changed here since the last time stays; a file that was changed on both
 * sides is merged, with marks where both changed the same lines. True where there are no marks to look at.
 */
export async function pull({ dir, site, course, client }: Ask): Promise<boolean> {
  const state = readState(dir);
  if (!state && existsSync(dir) && readdirSync(dir).length > 0)
    throw new SiteError(`${dir} is not empty, and was not pulled from a site. Give a folder that is not there yet.`);
  const remote = await client.read();
  const theirs = new Map(remote.files.map(({ path, hash }) => [path, hash]));
  for (const name of theirs.keys()) {
    const fault = faultOfPath(name);
    if (fault) throw new SiteError(fault);
  }
  const local = state ? readFolder(dir).files : new Map<string, Buffer>();
  const lines: string[] = [];
  let whole = true;
  for (const name of [...new Set([...theirs.keys(), ...local.keys(), ...Object.keys(state?.files ?? {})])].sort()) {
    const base = state?.files[name];
    const bytes = local.get(name);
    const ours = bytes && sha256(bytes);
    const their = theirs.get(name);
    if (their === base || their === ours) continue;
    if (ours === base) {
      write(dir, name, their === undefined ? null : await client.bytes(their));
      continue;
    }
    const merged = await merge(base, bytes, their);
    if (merged) write(dir, name, Buffer.from(merged.text));
    if (merged?.conflicts === 0) lines.push(`merged    ${name}`);
    else {
      whole = false;
      lines.push(
        merged
          ? `conflict  ${name}: ${merged.conflicts === 1 ? "one place" : `${merged.conflicts} places`} between the marks <<<<<<< yours and >>>>>>> theirs`
          : `conflict  ${name}: yours is kept; ${their === undefined ? "the site has taken it away" : "the site has another one"}`,
      );
    }
  }
  mkdirSync(dir, { recursive: true });
  writeState(dir, { site, course, revision: remote.revision, files: Object.fromEntries(theirs) });
  console.log([...lines, `${dir} is at revision ${remote.revision} of ${course}.`].join("\n"));
  return whole;

  async function merge(base: string | undefined, ours: Buffer | undefined, their: string | undefined) {
    if (ours === undefined || their === undefined) return null;
    const texts = [base === undefined ? "" : decode(await client.bytes(base)), decode(ours), decode(await client.bytes(their))];
    const [from, mine, others] = texts;
    return from == null || mine == null || others == null ? null : mergeTexts({ base: from, ours: mine, theirs: others });
  }
}

function write(dir: string, name: string, bytes: Buffer | null): void {
  const file = path.join(dir, name);
  if (bytes === null) {
    rmSync(file, { force: true });
    return;
  }
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, bytes);
}
