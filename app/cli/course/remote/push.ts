import { hasMergeMarks } from "../../../features/authoring/merge-texts.ts";
import { isMedia, sha256 } from "../../../features/courseware/course-folder.server.ts";
import { readFolder } from "../../../features/courseware/read-folder.server.ts";
import { faultLines } from "../report.ts";
import { readState } from "./draft-state.ts";
import { pull } from "./pull.ts";
import { type SiteClient, SiteError } from "./site-client.ts";

interface Ask {
  dir: string;
  site: string;
  course: string;
  client: SiteClient;
  what: string;
}

/** Sends what was changed in a folder since it was pulled. Where the draft has moved on in the same files nothing is changed there. */
export async function push({ dir, site, course, client, what }: Ask): Promise<boolean> {
  const state = readState(dir);
  if (!state) throw new SiteError(`${dir} was not pulled from a site. Run: npm run course -- pull <folder> --course <key> ...`);
  const { files, unreadable = [] } = readFolder(dir);
  if (unreadable.length > 0) {
    console.log(faultLines(dir, unreadable).join("\n"));
    return false;
  }
  const marked = [...files].filter(([name, bytes]) => !isMedia(name) && hasMergeMarks(bytes.toString())).map(([name]) => name);
  if (marked.length > 0) throw new SiteError(`Marks of a merge are still in ${marked.join(", ")}. Choose between them first.`);
  const hashes = new Map([...files].map(([name, bytes]) => [name, sha256(bytes)]));
  const gone = Object.keys(state.files).filter((name) => !files.has(name));
  const changed = [...hashes].filter(([name, hash]) => state.files[name] !== hash);
  if (gone.length + changed.length === 0) {
    console.log("Nothing has changed here since it was pulled.");
    return true;
  }
  const known = new Set(Object.values(state.files));
  for (const [name, hash] of changed) if (!known.has(hash)) await client.send(hash, files.get(name)!);
  const changes = [...changed.map(([path, hash]) => ({ path, hash })), ...gone.map((path) => ({ path, hash: null }))];
  const outcome = await client.push({ basedOn: state.revision, what, changes });
  if (outcome.status === "refused") {
    const lines = outcome.offers.map(({ path, merged }) =>
      merged
        ? `  ${path}: ${merged.conflicts === 0 ? "can be merged" : `${merged.conflicts === 1 ? "one place" : `${merged.conflicts} places`} to choose at`}`
        : `  ${path}: changed here and taken away or replaced there`,
    );
    const head = `Nothing was pushed: the draft has moved on to revision ${outcome.revision}, in files that you have changed too:`;
    console.log([head, ...lines, `Run npm run course -- pull ${dir}: it merges them file by file. Then push again.`].join("\n"));
    return false;
  }
  console.log(`Pushed ${changes.length === 1 ? "one file" : `${changes.length} files`} as revision ${outcome.revision}.`);
  return pull({ dir, site, course, client });
}
