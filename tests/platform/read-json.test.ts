import { expect, test } from "vitest";
import { readJson } from "#app/platform/http/read-json.server.ts";

const post = (body: RequestInit["body"]) =>
  new Request("http://127.0.0.1:3000/", { method: "POST", body, duplex: "half" } as RequestInit);

test("JSON is read, and what is none is nothing", async () => {
  expect(await readJson(post('{"a":["ä",1]}'), 100)).toEqual({ a: ["ä", 1] });
  for (const body of ["", "{", "NaN", "[".repeat(90), new Uint8Array([0xff, 0x00])]) {
    expect(await readJson(post(body), 100), String(body)).toBeUndefined();
  }
  expect(await readJson(new Request("http://127.0.0.1:3000/", { method: "POST" }), 100)).toBeUndefined();
});

test("what is longer than the limit is refused before it is in memory", async () => {
  let sent = 0;
  const endless = new ReadableStream({
    pull(controller) {
      sent += 1_000;
      controller.enqueue(new Uint8Array(1_000).fill(0x20));
    },
  });
  const refusal = await readJson(post(endless), 5_000).catch((thrown: Response) => thrown);
  expect((refusal as Response).status).toBe(413);
  expect(await (refusal as Response).json()).toEqual({
    status: "refused",
    reason: "bad-value",
    error: "Send at most 5000 bytes.",
  });
  expect(sent).toBeLessThan(20_000);
});
