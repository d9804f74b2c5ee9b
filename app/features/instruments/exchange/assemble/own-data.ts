import { hashOf } from "../../seeded.ts";
import type { NoteBook } from "../note-book.ts";
import type { Data } from "./choice-item.ts";

/**
 * What a format cannot say of an item, as JSON beside the question: `set` are fields as we have them, `unset` fields that
 * the format adds. `seal` is a hash of the item as it reads without this, so that what was changed elsewhere since is never
 * overwritten by what it was before.
 */
interface OwnData {
  seal: string;
  set: Data;
  unset: string[];
}

/** These are never own data: a key is unique in its file, a bank its category, and a section belongs to an instrument. */
export const NEVER_OWN = ["key", "bank", "section"];

export function writeOwnData(read: Data, set: Data, unset: string[]): string {
  return JSON.stringify({ seal: sealOf(read), set, unset } satisfies OwnData);
}

/** The item with its own data, where the question is as we wrote it. */
export function withOwnData(read: Data, own: string | undefined, notes: NoteBook): Data {
  const data = own === undefined ? undefined : parse(own);
  if (own === undefined) return read;
  if (data?.seal !== sealOf(read)) {
    const fields = data ? Object.keys(data.set).join(", ") : "";
    notes.unsupported(`The question was changed since it was exported, so what only we know of it was left out: ${fields}.`);
    return read;
  }
  const rest = Object.entries(read).filter(([name]) => !data.unset.includes(name));
  const set = Object.entries(data.set).filter(([name]) => !NEVER_OWN.includes(name));
  return Object.fromEntries([...rest, ...set]);
}

function sealOf(item: Data): string {
  const fields = Object.entries(item).filter(([name]) => !NEVER_OWN.includes(name));
  return hashOf(JSON.stringify(fields.sort(([a], [b]) => (a < b ? -1 : 1)))).toString(36);
}

function parse(own: string): OwnData | undefined {
  try {
    const data = JSON.parse(own);
    const isWhole =
      typeof data?.seal === "string" && typeof data.set === "object" && data.set !== null && Array.isArray(data.unset);
    return isWhole ? data : undefined;
  } catch {
    return undefined;
  }
}
