import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as WebStream } from "node:stream/web";

export type ReadUpload =
  | { status: "read"; form: FormData }
  /** "broken": no whole form has arrived. "busy": many others are sending at this moment. */
  | { status: "refused"; reason: "no-form" | "too-large" | "broken" | "busy" };

/** Fields and files that one form may have in all. */
const MAX_PARTS = 2_000;
/** How many people may be sending at once, in one process: each takes a file on the disk. */
const MOST_AT_ONCE = 20;
let sending = 0;
/** Forms are taken apart one after the other: only one of them is in memory at a time. */
let last: Promise<unknown> = Promise.resolve();

/**
 * The fields and files of a multipart form of at most `limit` bytes. The body goes to a file on the disk while it comes,
 * counted as it comes, so that slow senders take no memory; names of files are the last part of what was sent.
 */
export async function readUpload(request: Request, limit: number): Promise<ReadUpload> {
  const type = request.headers.get("Content-Type") ?? "";
  if (!/^multipart\/form-data\s*;/i.test(type) || !request.body) return { status: "refused", reason: "no-form" };
  if (Number(request.headers.get("Content-Length") ?? 0) > limit) return { status: "refused", reason: "too-large" };
  if (sending >= MOST_AT_ONCE) return { status: "refused", reason: "busy" };
  const aside = path.join(os.tmpdir(), `upload-${randomUUID()}`);
  sending += 1;
  try {
    const whole = await spool(request.body, aside, limit);
    if (whole !== "whole") return { status: "refused", reason: whole };
    const parsing = last.then(() => takeApart(aside, type));
    last = parsing;
    const form = await parsing;
    return form ? { status: "read", form } : { status: "refused", reason: "broken" };
  } finally {
    sending -= 1;
    await rm(aside, { force: true });
  }
}

async function spool(body: ReadableStream<Uint8Array>, file: string, limit: number): Promise<"whole" | "too-large" | "broken"> {
  let size = 0;
  const counting = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      size += chunk.byteLength;
      done(size > limit ? new Error("too large") : null, chunk);
    },
  });
  try {
    await pipeline(Readable.fromWeb(body as WebStream), counting, createWriteStream(file, { flags: "wx", mode: 0o600 }));
    return "whole";
  } catch {
    return size > limit ? "too-large" : "broken";
  }
}

/** Undefined where it is no whole form. */
async function takeApart(file: string, type: string): Promise<FormData | undefined> {
  let form: FormData;
  try {
    const bytes = await readFile(file);
    form = await new Response(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
      headers: { "Content-Type": type },
    }).formData();
  } catch {
    return undefined;
  }
  return [...form.keys()].length > MAX_PARTS ? undefined : form;
}
