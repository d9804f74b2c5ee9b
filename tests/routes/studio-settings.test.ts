import { expect, test } from "vitest";
import { readTextAt } from "#app/features/authoring/lesson/find-lesson.server.ts";
import * as settings from "#app/routes/studio.$courseKey.settings.tsx";
import { aDraft } from "#tests/support/drafts.ts";
import { aCookieOf } from "#tests/support/people.ts";
import { dataOf, responseOf, visit } from "#tests/support/visit.ts";

async function aDesk() {
  const { draftId, courseKey, viewer } = await aDraft();
  const cookie = await aCookieOf(viewer);
  const params = { courseKey };
  const path = `/studio/${courseKey}/settings`;
  const open = () => settings.loader(visit(path, { cookie, params }));
  const send = (form: Record<string, string>) => settings.action(visit(path, { cookie, params, form }));
  const page = await open();
  /** As a browser sends the page that was opened. */
  const form = { ...page.settings, currency: "usd", basedOn: String(page.basedOn) };
  const text = async () => (await readTextAt({ draftId, path: "course.yaml" }))!;
  return { path, open, send, form, text };
}

test("a price, a picture and a question are set by the form, and the file says them", async () => {
  const { path, send, form, text } = await aDesk();
  const typed = { ...form, amount: "149,00", currency: "eur", "faq.0.question": "Why?", "faq.0.answer": "So.\r\n\r\nYes." };
  const done = await responseOf(() => send(typed));
  expect([done.status, done.headers.get("Location")]).toEqual([303, `${path}?saved`]);
  expect(await text()).toContain("price:\n  amount: 14900\n  currency: eur\n");
  expect(await text()).toContain("faq:\n  - question: Why?\n    answer: |-\n      So.\n\n      Yes.\n");
});

test("a draft with faults is kept, and each stands beside its field", async () => {
  const { open, send, form } = await aDesk();
  expect((await open()).faults).toEqual({});
  expect((await responseOf(() => send({ ...form, tagline: "", outcomes: "One." }))).status).toBe(303);
  const { faults } = await open();
  expect(Object.keys(faults).sort()).toEqual(["outcomes", "tagline"]);
});

test("an amount that is none, signs that no text has and a form that is not whole are refused, and nothing that was typed is lost", async () => {
  const { send, form, text } = await aDesk();
  const before = await text();
  for (const [field, value] of [
    ["amount", "a lot"],
    ["amount", "12.345"],
    ["title", "a\u0000b"],
    ["summary", "x".repeat(25_001)],
  ] as const) {
    const { data, status } = await dataOf(send({ ...form, [field]: value }));
    expect(status).toBe(400);
    expect(data).toMatchObject({ settings: { [field]: value }, errors: { [field]: [expect.any(String)] }, basedOn: 1 });
  }
  const { title: _left, ...rest } = form as Record<string, string>;
  expect((await dataOf(send(rest))).status).toBe(400);
  expect((await dataOf(send({ ...form, basedOn: "x" }))).status).toBe(400);
  expect(await text()).toBe(before);
});

test("who comes second to the same field sees what the first has written beside their own", async () => {
  const { send, form, text } = await aDesk();
  await responseOf(() => send({ ...form, title: "First" }));
  const { data, status } = await dataOf(send({ ...form, title: "Second" }));
  expect(status).toBe(409);
  expect(data).toMatchObject({
    settings: { title: "Second" },
    errors: { title: [expect.stringContaining("First")] },
    basedOn: 2,
  });
  expect(await text()).toContain("title: First\n");
});
