import { createHash, randomUUID } from "node:crypto";
import type { FileUpload } from "#app/features/instruments/items/file-upload.tsx";
import { now } from "#app/platform/clock.server.ts";
import { pool } from "#app/platform/db.server.ts";
import { uploadStorage } from "#app/platform/storage/storage.server.ts";
import { findAttempt } from "../attempt-facts.queries.server.ts";
import { loadRevision } from "../revision.queries.server.ts";
import { changeFiles } from "./change-files.server.ts";
import { typeOfContent } from "./check-content.server.ts";

export type KeepFiles =
  | { status: "kept"; files: number }
  /** `message` is for the person who sent the files. None of them is kept. */
  | { status: "bad"; message: string }
  | { status: "refused"; reason: "closed" | "out-of-time" | "no-such-attempt" | "no-such-item" };

interface SentFile {
  name: string;
  bytes: Buffer;
}

/**
 * Adds files to the answer of one item, all or none of them. They are checked by their content; the bytes lie in the
 * storage before the answer names them, and what is never named is swept. Access to the course is the caller's to ask.
 */
export async function keepFiles(ask: {
  userId: string;
  attemptId: string;
  itemKey: string;
  files: SentFile[];
}): Promise<KeepFiles> {
  const { userId, attemptId, itemKey, files } = ask;
  const attempt = await findAttempt({ userId, attemptId });
  if (!attempt) return { status: "refused", reason: "no-such-attempt" };
  const { instrument } = await loadRevision(attempt.revisionId);
  const item = instrument.items.find(({ key }) => key === itemKey);
  if (item?.kind !== "file-upload") return { status: "refused", reason: "no-such-item" };

  if (files.length > item.maxFiles) return { status: "bad", message: tooMany(item) };
  const checked: { id: string; name: string; hash: string; bytes: Buffer; mediaType: string }[] = [];
  for (const { name, bytes } of files) {
    const called = tidyName(name);
    const message = await whatIsWrong(item, called, bytes);
    if (message !== undefined) return { status: "bad", message };
    const mediaType = (await typeOfContent(bytes, item.accept))!;
    const hash = createHash("sha256").update(bytes).digest("hex");
    checked.push({ id: randomUUID(), name: called, hash, bytes, mediaType });
  }
  for (const { hash, bytes, mediaType } of checked) {
    // From here on nobody sweeps these bytes for a while.
    await pool.query(announcing, [hash, bytes.length, mediaType, now()]);
    await uploadStorage().put(hash, bytes, mediaType);
  }
  const add = checked.map(({ id, name, hash }) => ({ id, name, hash }));
  const changed = await changeFiles({ userId, attemptId, itemKey, most: item.maxFiles, add });
  if (changed.status === "too-many") return { status: "bad", message: tooMany(item) };
  return changed.status === "changed" ? { status: "kept", files: add.length } : changed;
}

const announcing = `
  insert into "UploadBlob" (hash, size, "mediaType", "createdAt") values ($1, $2::int, $3, $4::timestamptz)
  on conflict (hash) do update set "createdAt" = excluded."createdAt"`;

async function whatIsWrong(item: FileUpload, name: string, bytes: Buffer): Promise<string | undefined> {
  if (bytes.length === 0) return `“${name}” is empty. Choose another file.`;
  if (bytes.length > item.maxSize * 1_000_000) {
    return `“${name}” is larger than ${item.maxSize} MB. Make it smaller, or choose another file.`;
  }
  const type = await typeOfContent(bytes, item.accept);
  return type === undefined ? `“${name}” is none of the kinds of file that are asked for here. Choose another file.` : undefined;
}

function tooMany({ maxFiles }: FileUpload): string {
  return maxFiles === 1
    ? "One file is asked for here. Remove the one that is there first."
    : `At most ${maxFiles} files are asked for here. Remove one first.`;
}

/** A name as a page and a download can show it: without folders, control signs and signs that turn the writing round. */
export function tidyName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? "";
  const clean = last
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]/gu, "")
    .trim();
  const ending = /\.[a-z0-9]{1,8}$/i.exec(clean)?.[0] ?? "";
  const short = clean.length > 120 ? clean.slice(0, 120 - ending.length) + ending : clean;
  return short === "" || /^\.+$/.test(short) ? "file" : short;
}
