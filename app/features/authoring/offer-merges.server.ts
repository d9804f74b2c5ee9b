import { isMedia } from "#app/features/courseware/course-folder.server.ts";
import type { Db } from "#app/platform/db.server.ts";
import { type FileBytes, readDraftBytes } from "./draft-bytes.server.ts";
import { findHashAt } from "./draft-files.queries.server.ts";
import { mergeTexts } from "./merge-texts.ts";

/** A file that two have changed: what each made of it, and where it can be done, both in one. */
export interface MergeOffer {
  path: string;
  /** Null where the file was not there, was taken away, or is no text. */
  base: string | null;
  ours: string | null;
  theirs: string | null;
  /** Both in one; missing where one of them took the file away, or it is no text. */
  merged?: { text: string; conflicts: number };
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

interface Ask {
  draftId: string;
  basedOn: number;
  changes: FileBytes;
  paths: string[];
  /** The hashes of the draft as it is. */
  present: ReadonlyMap<string, string>;
}

export async function offerMerges({ draftId, basedOn, changes, paths, present }: Ask, tx: Db): Promise<MergeOffer[]> {
  const offers: MergeOffer[] = [];
  for (const path of paths) {
    const baseHash = await findHashAt({ draftId, path, revision: basedOn }, tx);
    const theirHash = present.get(path) ?? null;
    const stored = isMedia(path) ? new Map<string, Buffer>() : await readDraftBytes([baseHash, theirHash].filter(isHash), tx);
    const textOf = (bytes: Buffer | null | undefined) => (bytes && !isMedia(path) ? decode(bytes) : null);
    const base = textOf(stored.get(baseHash ?? ""));
    const theirs = textOf(stored.get(theirHash ?? ""));
    const ours = textOf(changes.get(path));
    const merged = ours !== null && theirs !== null ? mergeTexts({ base: base ?? "", ours, theirs }) : undefined;
    offers.push({ path, base, ours, theirs, ...(merged && { merged }) });
  }
  return offers;
}

const isHash = (hash: string | null): hash is string => hash !== null;

/** A text byte for byte, with its byte order mark; null for what is not UTF-8. */
export function decode(bytes: Buffer): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}
