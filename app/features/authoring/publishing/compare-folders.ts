import { isMedia } from "#app/features/courseware/course-folder.server.ts";
import { compareText } from "#app/features/courseware/fault.ts";
import { fieldsOf } from "../outline/read-draft-outline.ts";
import { compareTexts, type Passage, passagesOf } from "./compare-texts.ts";

/** How one file differs between two folders. */
export interface FileChange {
  path: string;
  change: "added" | "removed" | "changed" | "moved";
  /** Where it lay before, of one that was moved. */
  from?: string;
  /** The title that its text gives itself, as a lesson's. */
  title: string | null;
  /** What has changed in a text; null for other files, and where it is too much to be read. */
  passages: Passage[] | null;
}

/** Paths with the hashes of their bytes. */
type Paths = ReadonlyMap<string, string>;

/** Changed files whose text is compared; beyond these they are only named. */
const MOST_COMPARED = 200;

/** The files that differ, in the order of their paths, without their texts. */
export function changedPaths(earlier: Paths, later: Paths): Omit<FileChange, "title" | "passages">[] {
  const gone = new Map([...earlier].filter(([path]) => !later.has(path)).map(([path, hash]) => [hash, path]));
  const moved = new Set<string>();
  const changes = [...later].flatMap(([path, hash]): Omit<FileChange, "title" | "passages">[] => {
    const before = earlier.get(path);
    if (before === hash) return [];
    if (before !== undefined) return [{ path, change: "changed" }];
    const from = gone.get(hash);
    if (from === undefined || moved.has(from)) return [{ path, change: "added" }];
    moved.add(from);
    return [{ path, change: "moved", from }];
  });
  const removed = [...earlier.keys()].filter((path) => !later.has(path) && !moved.has(path));
  return [...changes, ...removed.map((path) => ({ path, change: "removed" as const }))].sort((a, b) =>
    compareText(a.path, b.path),
  );
}

/** How two folders differ. `read` gives the texts of hashes; a hash that it leaves out is of bytes that are no text. */
export async function compareFolders(
  earlier: Paths,
  later: Paths,
  read: (hashes: string[]) => Promise<ReadonlyMap<string, string>>,
): Promise<FileChange[]> {
  const changes = changedPaths(earlier, later);
  const compared = changes.filter(({ path }) => !isMedia(path)).slice(0, MOST_COMPARED);
  const hashes = compared.flatMap(({ path, from }) => [earlier.get(from ?? path) ?? [], later.get(path) ?? []].flat());
  const texts = await read([...new Set(hashes)]);
  return changes.map((one) => {
    const [before, after] = [earlier.get(one.from ?? one.path), later.get(one.path)].map((hash) => texts.get(hash ?? ""));
    const title = fieldsOf(one.path, after ?? before).title;
    const lines = one.change === "changed" && before !== undefined && after !== undefined ? compareTexts(before, after) : null;
    return { ...one, title: typeof title === "string" ? title : null, passages: lines && passagesOf(lines) };
  });
}
