import { expect, test } from "vitest";
import { readForm } from "#app/platform/http/read-form.server.ts";

const URLENCODED = "application/x-www-form-urlencoded;charset=UTF-8";
const post = (body: RequestInit["body"], type?: string) =>
  new Request("http://127.0.0.1:3000/sign-in", {
    method: "POST",
    body,
    headers: type === undefined ? {} : { "Content-Type": type },
    duplex: "half",
  } as RequestInit);
const statusOf = (request: Request) =>
  readForm(request).then(
    () => 200,
    (refusal: Response) => refusal.status,
  );

test("forms are read, in both of HTML's encodings", async () => {
  expect((await readForm(post("a=1&b=%C3%A4+x", URLENCODED))).get("b")).toBe("ä x");
  const form = new FormData();
  form.set("a", "1");
  expect((await readForm(post(form))).get("a")).toBe("1");
  expect([...(await readForm(post("", URLENCODED)))]).toEqual([]);
});

test("what is no form is a 4xx with a sentence", async () => {
  expect(await statusOf(post('{"a":1}', "application/json"))).toBe(415);
  expect(await statusOf(post("a=1", "text/plain"))).toBe(415);
  expect(await statusOf(post(new Uint8Array([1, 2, 3])))).toBe(415);
  expect(await statusOf(post("a=1", "multipart/form-data"))).toBe(400);
  expect(await statusOf(post("--x\r\nbroken", "multipart/form-data; boundary=x"))).toBe(400);
  const refusal = await readForm(post("{}", "application/json")).catch((thrown: Response) => thrown);
  expect(await (refusal as Response).text()).toBe("Send this as a form.");
});

test("a file in the place of a field is refused, not left out in silence", async () => {
  const form = new FormData();
  form.set("name", new File(["Robin"], "name.txt"));
  const refusal = await readForm(post(form)).catch((thrown: Response) => thrown);
  expect((refusal as Response).status).toBe(400);
  expect(await (refusal as Response).text()).toBe("There is no place for files in this form. Send it without them.");
});

test("a form of more than 200 KB is refused before it is in memory, with a length or without", async () => {
  expect(await statusOf(post("a".repeat(200_001), URLENCODED))).toBe(413);
  let sent = 0;
  const endless = new ReadableStream({
    pull(controller) {
      sent += 65_536;
      controller.enqueue(new Uint8Array(65_536).fill(97));
    },
  });
  expect(await statusOf(post(endless, URLENCODED))).toBe(413);
  expect(sent).toBeLessThan(1_300_000);
});

test("bytes that are no UTF-8, and the names that Conform keeps for itself, do no harm", async () => {
  expect((await readForm(post(new Uint8Array([97, 61, 0xff, 0xfe]), URLENCODED))).get("a")).toBe("\ufffd\ufffd");
  expect((await readForm(post("a=%E0%A4%A", URLENCODED))).get("a")).toContain("\ufffd");
  expect([...(await readForm(post("__intent__=%7B&__state__=%7B&a=1", URLENCODED))).keys()]).toEqual(["a"]);
});

test("a name that is sent again and again is refused before it is parsed", async () => {
  expect(await statusOf(post("a=1&".repeat(2_001), URLENCODED))).toBe(413);
  const form = new FormData();
  for (let count = 0; count < 2_001; count += 1) form.append("a", "1");
  expect(await statusOf(post(form))).toBe(413);
  expect([...(await readForm(post("a=1&".repeat(1_000), URLENCODED))).keys()]).toHaveLength(1_000);
});
