import { readdirSync } from "node:fs";
import os from "node:os";
import { expect, test } from "vitest";
import { readUpload } from "#app/platform/http/read-upload.server.ts";

const LIMIT = 10_000;
const BOUNDARY = "----edge";

function formOf(parts: string[], end = `\r\n--${BOUNDARY}--\r\n`): string {
  return parts.map((part) => `--${BOUNDARY}\r\nContent-Disposition: form-data; ${part}`).join("\r\n") + end;
}

function send(body: BodyInit, headers: Record<string, string> = {}) {
  const all = { "Content-Type": `multipart/form-data; boundary=${BOUNDARY}`, ...headers };
  return new Request("http://127.0.0.1/", { method: "POST", headers: all, body, duplex: "half" } as RequestInit);
}

const field = 'name="intent"\r\n\r\nupload';
const file = 'name="file.sheet"; filename="../a;b=c.txt"\r\nContent-Type: text/plain\r\n\r\nfoo\r\nbar';
const leftOver = () => readdirSync(os.tmpdir()).filter((name) => name.startsWith("upload-"));

test("fields and files of a whole form are read, whatever is in a name", async () => {
  const read = await readUpload(send(formOf([field, file])), LIMIT);
  if (read.status !== "read") throw new Error(read.reason);
  expect(read.form.get("intent")).toBe("upload");
  const sent = read.form.get("file.sheet") as File;
  expect(sent.name).toBe("../a;b=c.txt");
  expect(await sent.text()).toBe("foo\r\nbar");
});

test("a form that ends too early is refused", async () => {
  for (const end of ["", `\r\n--${BOUNDARY}`, "\r\n"]) {
    expect(await readUpload(send(formOf([field, file], end)), LIMIT)).toEqual({ status: "refused", reason: "broken" });
  }
});

test("what is no such form is refused", async () => {
  expect(await readUpload(send("a=b", { "Content-Type": "application/x-www-form-urlencoded" }), LIMIT)).toMatchObject({
    reason: "no-form",
  });
  expect(await readUpload(send("a=b", { "Content-Type": "multipart/form-data" }), LIMIT)).toMatchObject({ reason: "no-form" });
  expect(await readUpload(send("nothing of the kind"), LIMIT)).toMatchObject({ reason: "broken" });
});

test("more than may be is refused by what it says, and by what comes where it does not say", async () => {
  const big = formOf([field, file + "x".repeat(LIMIT)]);
  expect(await readUpload(send(big, { "Content-Length": String(big.length) }), LIMIT)).toMatchObject({ reason: "too-large" });
  let pulled = 0;
  const endless = new ReadableStream({
    pull(controller) {
      pulled += 1;
      controller.enqueue(new Uint8Array(1_000));
    },
  });
  expect(await readUpload(send(endless), LIMIT)).toMatchObject({ reason: "too-large" });
  expect(pulled).toBeLessThan(200);
});

test("a sender who leaves in the middle leaves nothing behind", async () => {
  const before = leftOver();
  const left = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(formOf([file], "")));
      controller.error(new Error("gone"));
    },
  });
  expect(await readUpload(send(left), LIMIT)).toEqual({ status: "refused", reason: "broken" });
  expect(leftOver().filter((name) => !before.includes(name))).toEqual([]);
});
