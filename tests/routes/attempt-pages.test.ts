import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { afterEach, expect, test } from "vitest";
import { AttemptForm } from "#app/features/assessment/attempt-form.tsx";
import type { FormOutcome } from "#app/features/assessment/attempt-outcome.tsx";
import { saveAnswer } from "#app/features/assessment/save-answer.server.ts";
import { now, shiftClock } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import * as index from "#app/routes/attempts.$attemptId._index.tsx";
import * as submit from "#app/routes/attempts.$attemptId.submit.tsx";
import * as upload from "#app/routes/attempts.$attemptId.upload.tsx";
import { aCheck } from "#tests/support/assessment-builders.ts";
import { aFileItem } from "#tests/support/grading-builders.ts";
import { aLongCheck, anAttemptAt } from "#tests/support/paged-attempts.ts";
import { statementsOf } from "#tests/support/statements.ts";
import { dataOf, responseOf, visit } from "#tests/support/visit.ts";

afterEach(() => shiftClock(0));

/** An attempt at six statements on three pages, as somebody without a script goes through it. */
async function threePages(given: Record<string, unknown> = {}) {
  const attempt = await anAttemptAt(aLongCheck(6, { pages: 2, ...given }));
  const read = (query = "") => index.loader(visit(`${attempt.path}${query}`, attempt.with()));
  /** What is sent from the page as it is served at this moment, with these answers ticked besides. */
  const send = async (page: number, intent: string, ticked: Record<string, string> = {}) => {
    const { data } = await dataOf(read(`?page=${page}`));
    return post(page, { ...formOf(renderToStaticMarkup(createElement(AttemptForm, { page: data.page }))), ...ticked, intent });
  };
  const post = (page: number | null, form: Record<string, string>) =>
    submit.action(visit(`${attempt.path}/submit${page === null ? "" : `?page=${page}`}`, attempt.with({ form })));
  const location = async (work: Promise<unknown>) => (await responseOf(() => work)).headers.get("Location");
  return { ...attempt, read, send, post, location };
}

/** The fields that a browser would send of a page as it stands, with `shown` as it is written. */
function formOf(html: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [tag] of html.matchAll(/<input[^>]*>/g)) {
    const [name, value = ""] = [/name="([^"]*)"/.exec(tag)?.[1], /value="([^"]*)"/.exec(tag)?.[1]];
    if (name && (!/type="(?:radio|checkbox)"/.test(tag) || / checked=/.test(tag))) fields[name] = value.replace(/&quot;/g, '"');
  }
  return fields;
}

const view = (data: { page: unknown }, outcome?: FormOutcome) =>
  renderToStaticMarkup(createElement(AttemptForm, { page: data.page as never, outcome }));

test("a fresh attempt begins on page 1, one that goes on at the first page with an open question, a full one at the end", async () => {
  const { read, send, location, path } = await threePages();
  expect(await location(read())).toBe(`${path}?page=1`);
  expect(await location(send(1, "next", { "item.q1": "true", "item.q2": "false" }))).toBe(`${path}?page=2#page`);
  expect(await location(read())).toBe(`${path}?page=2`);
  expect(await location(send(3, "save", { "item.q5": "true", "item.q6": "true" }))).toBe(`${path}?page=3#page`);
  expect(await location(read())).toBe(`${path}?page=2`);
  await send(2, "back", { "item.q3": "true", "item.q4": "true" });
  expect(await location(read())).toBe(`${path}?page=3`);
});

test.each(["?page=4", "?page=0", "?page=-1", "?page=two", "?page=1e1", "?page=", "?page=99999999999"])(
  "a page that is not there (%s) leads to where the person goes on",
  async (query) => {
    const { read, location, path } = await threePages();
    expect(await location(read(query))).toBe(`${path}?page=1`);
  },
);

test("every button saves its page, and leads where it says", async () => {
  const { send, location, path, lesson, stored } = await threePages();
  for (const [at, intent, target] of [
    [1, "next", `${path}?page=2#page`],
    [2, "back", `${path}?page=1#page`],
    [3, "page:1", `${path}?page=1#page`],
    [2, "save", `${path}?page=2#page`],
    [3, "later", lesson],
  ] as const) {
    const item = `q${2 * at}`;
    const before = (await stored())[item];
    expect(await location(send(at, intent, { [`item.${item}`]: String(!before) })), intent).toBe(target);
    expect((await stored())[item], intent).toBe(!before);
  }
});

test("an answer on a page that is not sent is neither taken back nor changed", async () => {
  const { send, stored, attemptId, userId } = await threePages();
  await send(1, "next", { "item.q1": "true", "item.q2": "true" });
  await saveAnswer({ userId, attemptId, itemKey: "q5", value: "false", sequence: now().getTime() });
  await send(2, "next", { "item.q3": "false" });
  await send(3, "back");
  expect(await stored()).toEqual({ q1: true, q2: true, q3: false, q5: false });
});

test("an old page in another tab takes nothing back that was answered since, on its own page or another", async () => {
  const { read, send, post, stored } = await threePages();
  const old = formOf(view((await dataOf(read("?page=1"))).data));
  await send(1, "next", { "item.q1": "true" });
  await send(2, "next", { "item.q3": "true" });
  await responseOf(() => post(1, { ...old, "item.q2": "false", intent: "next" }));
  expect(await stored()).toEqual({ q1: true, q2: false, q3: true });
});

test("a bad answer keeps the person on its page with the words beside the question and what was given; the rest is saved", async () => {
  for (const intent of ["next", "back", "page:3", "later", "save", "submit"]) {
    const { read, post, stored } = await threePages();
    const { data, status } = await dataOf(post(2, { "item.q3": "perhaps", "item.q4": "true", intent, shown: "{}" }));
    expect([intent, status, data]).toMatchObject([intent, 422, { status: "bad", given: { q3: ["perhaps"] } }]);
    const html = view((await dataOf(read("?page=2"))).data, data as FormOutcome);
    expect(html).toMatch(/data-item="q3"[\s\S]*id="error-q3"[\s\S]*data-item="q4"/);
    expect(html).toContain("Page 2 of 3");
    expect(await stored()).toEqual({ q4: true });
  }
});

test("a text that could not be taken stands in its field again", async () => {
  const word = { key: "word", kind: "short-text", prompt: "Which?", answers: [{ text: "Paris" }], maxLength: 5 };
  const attempt = await anAttemptAt(aLongCheck(0, { items: [word] }));
  const form = { "item.word": "Parisienne", intent: "later" };
  const { data } = await dataOf(submit.action(visit(`${attempt.path}/submit`, attempt.with({ form }))));
  const { data: page } = await dataOf(index.loader(visit(attempt.path, attempt.with())));
  expect(view(page, data as FormOutcome)).toMatch(/value="Parisienne"[\s\S]*10 characters; it may have at most 5/);
});

test("a form that has all questions, from before there were pages, turns to the page of what is wrong", async () => {
  const { read, post, stored } = await threePages();
  const { data } = await dataOf(post(null, { "item.q1": "true", "item.q6": "perhaps", intent: "submit" }));
  expect(view((await dataOf(read("?page=1"))).data, data as FormOutcome)).toMatch(/Page 3 of 3[\s\S]*id="error-q6"/);
  expect(await stored()).toEqual({ q1: true });
});

test("handing in asks once, on a page of its own, with links to the page and the place of every open question", async () => {
  const { read, send, post, location, path } = await threePages();
  await send(1, "next", { "item.q1": "true" });
  await send(2, "next", { "item.q3": "true", "item.q4": "true" });
  expect(await location(send(3, "submit", { "item.q6": "true" }))).toBe(`${path}?missing#notice`);
  const { data } = await dataOf(read("?missing"));
  const html = view(data, data.outcome);
  expect(html).toContain("2 questions have no answer yet.");
  const links = [...html.matchAll(/href="([^"]*#item-[^"]*)"[^>]*><span[^>]*>question <\/span>(\d+)/g)];
  expect(links.map(([, href, number]) => [href, number])).toEqual([
    [`${path}?page=1#item-q2`, "2"],
    [`${path}?page=3#item-q5`, "5"],
  ]);
  // No question stands on it, so that nobody leaves one behind by a link.
  expect(html).not.toContain("<fieldset");
  expect(html).toContain("Hand in as it is");
  expect(await location(post(null, { intent: "submit-anyway" }))).toBe(`${path}/result`);
});

test("what was asked about and is answered since asks no more", async () => {
  const { read, location, send, path } = await threePages();
  for (const [page, items] of [
    [1, ["q1", "q2"]],
    [2, ["q3", "q4"]],
    [3, ["q5", "q6"]],
  ] as const) {
    await send(page, "save", Object.fromEntries(items.map((item) => [`item.${item}`, "true"])));
  }
  expect(await location(read("?missing"))).toBe(`${path}?page=3`);
  expect(await location(send(3, "submit"))).toBe(`${path}/result`);
});

test("an attempt whose time is over is handed in with what it has, from every page and by every button", async () => {
  for (const intent of ["next", "page:1", "later", "submit"]) {
    const { send, post, location, path, stored, attemptId } = await threePages({ minutes: 10 });
    await send(1, "next", { "item.q1": "true" });
    shiftClock(11 * 60_000);
    expect(await location(post(2, { "item.q3": "true", intent })), intent).toBe(`${path}/result`);
    expect(await stored()).toEqual({ q1: true });
    expect(await db.score.findFirst({ where: { attemptId } })).toMatchObject({ result: { points: 1 } });
    shiftClock(0);
  }
  const late = await threePages({ minutes: 10 });
  shiftClock(11 * 60_000);
  expect(await late.location(late.read("?page=3"))).toBe(`${late.path}/result`);
});

test("a page says which it is, in its heading and in the title, and how far every page is", async () => {
  const { read, send } = await threePages();
  await send(1, "next", { "item.q1": "true", "item.q2": "true" });
  const { data } = await dataOf(read("?page=2"));
  const html = view(data);
  expect(html).toMatch(/<h2 id="page" tabindex="-1"[^>]*>Page 2 of 3<\/h2>/);
  expect(html).toContain("2 of 6 answered");
  const words = [...html.matchAll(/value="page:\d"([^>]*)>[\s\S]*?data-said="">([^<]*)</g)].map(([, attributes, said]) => [
    /aria-current/.test(attributes!),
    said,
  ]);
  expect(words).toEqual([
    [false, "Page 1, all answered"],
    [true, "Page 2, 2 open"],
    [false, "Page 3, 2 open"],
  ]);
  const [title] = index.meta({ data } as never) as { title: string }[];
  expect(title?.title).toMatch(/^Page 2 of 3 · Check your understanding/);
  // Enter presses the first button: it saves.
  expect(/<button[^>]*value="([^"]*)"/.exec(html)?.[1]).toBe("save");
});

test("a page takes two statements, the session included, however many pages there are", async () => {
  const { read } = await threePages();
  expect(await statementsOf(() => dataOf(read("?page=2")))).toHaveLength(2);
});

test("a section that goes over several pages has its heading on each, and its introduction at hand", async () => {
  const sections = [{ key: "long", title: "The long one", intro: "Read this." }];
  const items = aLongCheck(5).items.map((item, at) => ({ ...item, ...(at > 0 && { section: "long" }) }));
  const { read } = await threePages({ items, sections });
  const pages = await Promise.all([1, 2, 3].map(async (page) => view((await dataOf(read(`?page=${page}`))).data)));
  expect(pages.map((html) => [...html.matchAll(/data-item="(q\d)"/g)].map(([, key]) => key))).toEqual([
    ["q1"],
    ["q2", "q3"],
    ["q4", "q5"],
  ]);
  expect(pages[1]).toMatch(/<h3[^>]*>The long one<\/h3><div[^>]*><p>Read this/);
  expect(pages[2]).toMatch(/The long one<span[^>]*> \(continued\)<\/span><\/h3><details[\s\S]*Read this\./);
  expect(pages[0]).not.toContain("The long one");
});

test("files come and go on their own page, and other pages are ordinary forms", async () => {
  const items = [...aLongCheck(2).items, aFileItem()];
  const attempt = await threePages({ items });
  const page = async (at: number) => view((await dataOf(attempt.read(`?page=${at}`))).data);
  expect(await page(1)).toContain(`action="${attempt.path}/submit?page=1"`);
  expect(await page(2)).toContain(`action="${attempt.path}/upload?page=2" encType="multipart/form-data"`);
  const send = (intent: string, file?: File) => {
    const form = new FormData();
    form.append("intent", intent);
    if (file) form.append("file.sheet", file);
    return upload.action(visit(`${attempt.path}/upload?page=2`, attempt.with({ form })));
  };
  const sheet = new File(["By me."], "sheet.txt", { type: "text/plain" });
  expect(await attempt.location(Promise.resolve(send("upload", sheet)))).toBe(`${attempt.path}?page=2#item-sheet`);
  expect(await attempt.location(Promise.resolve(send("back")))).toBe(`${attempt.path}?page=1#page`);
  const { data, status } = await dataOf(send("back", new File(["MZ\0\0"], "a.pdf")));
  expect([status, data]).toMatchObject([422, { errors: { sheet: expect.stringContaining("none of the kinds") } }]);
  const { id } = await db.answerFile.findFirstOrThrow({ where: { attemptId: attempt.attemptId } });
  expect(await attempt.location(Promise.resolve(send(`remove:${id}`)))).toBe(`${attempt.path}?page=2#item-sheet`);
  expect(await attempt.location(Promise.resolve(send("submit", sheet)))).toBe(`${attempt.path}?missing#notice`);
});

test.each([
  ["Chinese", "\u5b57"],
  ["Russian", "\u0436"],
])("a long text in %s is changed without a script as often as its writer likes", async (_, sign) => {
  const items = [1, 2].map((number) => ({ key: `text-${number}`, kind: "long-text", prompt: "?", points: 2 }));
  const attempt = await anAttemptAt(aCheck({ items }));
  const form = (text: string, before: string) => ({
    intent: "save",
    shown: JSON.stringify(Object.fromEntries(items.map(({ key }) => [key, [before]]))),
    ...Object.fromEntries(items.map(({ key }) => [`item.${key}`, text])),
  });
  const [first, second] = [sign.repeat(20_000), `${sign.repeat(19_999)}.`];
  for (const sent of [form(first, ""), form(second, first)]) {
    const answer = await responseOf(() => submit.action(visit(`${attempt.path}/submit`, attempt.with({ form: sent }))));
    expect(answer.status).toBe(303);
  }
  expect(await attempt.stored()).toEqual({ "text-1": second, "text-2": second });
});
