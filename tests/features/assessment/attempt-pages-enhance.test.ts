import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { build, type Rollup } from "vite";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { GivenAnswer } from "#app/features/assessment/answer-queue.ts";
import { AttemptForm } from "#app/features/assessment/attempt-form.tsx";
import type { AttemptPage } from "#app/features/assessment/attempt-page.queries.server.ts";
import { kindOf } from "#app/features/instruments/items/registry.ts";
import { orderItems } from "#app/features/instruments/order-items.ts";
import { aCheck, compiled } from "#tests/support/assessment-builders.ts";
import { openBrowser } from "#tests/support/chromium.ts";

/** The script on the pages of an attempt, in a real browser, against a server that holds answers and can be out of reach. */

const yesOrNo = (key: string) => ({ key, kind: "true-false", prompt: `Is it ${key}?`, answer: true });
const word = { key: "word", kind: "short-text", prompt: "Which?", answers: [{ text: "Paris" }] };
const check = compiled(aCheck({ items: [yesOrNo("aa"), yesOrNo("bb"), word, yesOrNo("dd"), yesOrNo("ee")] }));
const PAGES = [2, 2, 1];

let script: string;
let browser: Awaited<ReturnType<typeof openBrowser>>;
let server: Server;
let site: string;
let stored: Map<string, GivenAnswer>;
let forms: { path: string; body: string }[];
/** What the server answers to an answer, where it does not simply take it. */
let refuse: ((answer: GivenAnswer) => { status: number; body: object } | undefined) | undefined;
const open: Page[] = [];

beforeAll(async () => {
  const output = await build({
    configFile: false,
    logLevel: "silent",
    build: { write: false, lib: { entry: "app/features/assessment/answers.enhance.ts", formats: ["iife"], name: "answers" } },
  });
  script = (output as Rollup.RollupOutput[])[0]!.output[0].code;
  browser = await openBrowser();
  server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, "http://x");
    let body = "";
    request.on("data", (chunk) => (body += chunk));
    request.on("end", () => {
      const send = (status: number, type: string, text: string) => response.writeHead(status, { "Content-Type": type }).end(text);
      if (pathname === "/attempts/one/answers" && request.method === "POST") {
        const answer = JSON.parse(body) as GivenAnswer;
        const refused = refuse?.(answer);
        if (!refused) stored.set(answer.item, answer);
        return send(refused?.status ?? 200, "application/json", JSON.stringify(refused?.body ?? { status: "saved" }));
      }
      if (pathname === "/attempts/one/answers") {
        const answers = [...stored.values()];
        return send(200, "application/json", JSON.stringify({ open: true, now: Date.now(), deadline: null, answers }));
      }
      if (request.method === "POST") {
        forms.push({ path: request.url!, body });
        const intent = new URLSearchParams(body).get("intent");
        const at = Number(searchParams.get("page")) + (intent === "back" ? -1 : 1);
        response.writeHead(303, { Location: intent?.startsWith("submit") ? "/done" : `/attempts/one?page=${at}#page` }).end();
        return;
      }
      if (pathname === "/done") return send(200, "text/html", "<!doctype html><title>x</title>Handed in");
      send(200, "text/html", pageAt(Number(searchParams.get("page")), searchParams.has("late")));
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}, 60_000);
afterAll(async () => {
  await browser.close();
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});
beforeEach(() => {
  stored = new Map();
  forms = [];
  refuse = undefined;
});
afterEach(async () => {
  for (const tab of open.splice(0)) await tab.context().close();
});

const START = () => `${script};answers.enhance(document.querySelector("form"))`;

function pageAt(at: number, late: boolean): string {
  const questions = orderItems(check, 3).map((item) => {
    const { values = [], sequence = 0 } = stored.get(item.key) ?? {};
    return { question: kindOf(item).ask(item), values, sequence };
  });
  const page: AttemptPage = {
    ...{ status: "open", id: "one", number: 1, title: "Check", kind: "graded", intro: "", questions, pages: PAGES, at },
    deadlineAt: null,
    servedAt: Date.now(),
  };
  const form = renderToStaticMarkup(createElement(AttemptForm, { page }));
  const start = late ? "" : `<script>${START()}</script>`;
  return `<!doctype html><html lang="en"><title>Check</title><body><main><h1>Check</h1>${form}</main>${start}`;
}

async function openTab(at: number, beside?: Page, more = ""): Promise<Page> {
  const tab = await (beside?.context() ?? (await browser.newContext())).newPage();
  open.push(tab);
  tab.setDefaultTimeout(5_000);
  await tab.goto(`${site}/attempts/one?page=${at}${more}`);
  return tab;
}
const status = (tab: Page) => tab.locator('[data-answers="status"]');
const progress = (tab: Page) => tab.locator('[data-answers="progress"]').textContent();
const pageButton = (tab: Page, page: number) => tab.locator(`button[value="page:${page}"]`);
const tick = (tab: Page, item: string) => tab.locator(`[data-item="${item}"]`).getByLabel("True").check();
const goOn = (tab: Page) => tab.getByRole("button", { name: "Save and go on" });
const words = (tab: Page, text: string | RegExp) => status(tab).filter({ hasText: text }).waitFor();

test("going on sends what is given first, then moves the focus to the heading of the next page", async () => {
  const tab = await openTab(1);
  await tick(tab, "aa");
  await goOn(tab).click();
  await tab.waitForURL(/page=2#page/);
  expect(stored.get("aa")?.values).toEqual(["true"]);
  expect(forms).toMatchObject([{ path: "/attempts/one/submit?page=1", body: expect.stringContaining("answers=saved") }]);
  await expect.poll(() => tab.evaluate(() => document.activeElement?.textContent)).toBe("Page 2 of 3");
  await words(tab, /^Saved/);
});

test("what is answered before the script is there is saved when it comes", async () => {
  stored.set("bb", { item: "bb", values: ["false"], sequence: 5 });
  const tab = await openTab(1, undefined, "&late");
  await tick(tab, "aa");
  await tab.addScriptTag({ content: START() });
  await words(tab, /^Saved/);
  expect(stored.get("aa")?.values).toEqual(["true"]);
  // What nobody touched is not sent.
  expect(stored.get("bb")).toMatchObject({ values: ["false"], sequence: 5 });
  await goOn(tab).click();
  await tab.waitForURL(/page=2/);
  expect(await progress(tab)).toBe("2 of 5 answered");
});

test("the counts of the page follow what is answered and taken back, for eyes and ears", async () => {
  const tab = await openTab(2);
  expect(await progress(tab)).toBe("0 of 5 answered");
  await tick(tab, "dd");
  expect(await progress(tab)).toBe("1 of 5 answered");
  expect(await pageButton(tab, 2).textContent()).toMatch(/1 open/);
  const field = tab.getByLabel("Your answer");
  await field.fill("Paris");
  await field.blur();
  expect(await progress(tab)).toBe("2 of 5 answered");
  expect(await pageButton(tab, 2).ariaSnapshot()).toContain('button "Page 2, all answered"');
  await field.fill("");
  await field.blur();
  expect(await progress(tab)).toBe("1 of 5 answered");
});

test("without a connection a page stays open, says so, and loses nothing; then it goes on", async () => {
  const tab = await openTab(1);
  await tab.context().setOffline(true);
  await tick(tab, "aa");
  for (const button of [goOn(tab), pageButton(tab, 3), tab.getByRole("button", { name: "Save and come back later" })]) {
    await button.click();
    await words(tab, "This page stays open. Not saved yet: you are offline. Your answers are kept in this browser.");
  }
  expect(forms).toEqual([]);
  await tab.context().setOffline(false);
  await words(tab, /Saved\. $/);
  expect(stored.get("aa")?.values).toEqual(["true"]);
  await tab.context().setOffline(true);
  await goOn(tab).click();
  await words(tab, "This page stays open: there was no connection. Saved.");
  await tab.context().setOffline(false);
  await goOn(tab).click();
  await tab.waitForURL(/page=2/);
});

test("what one page could not send is sent from the next, and counted there at once", async () => {
  refuse = () => ({ status: 503, body: {} });
  const first = await openTab(1);
  await tick(first, "aa");
  await words(first, "Not saved yet");
  // The person leaves by the address bar; the tab is gone.
  await first.goto(`${site}/attempts/one?page=3`);
  await words(first, "Not saved yet: the site cannot be reached");
  expect(await progress(first)).toBe("1 of 5 answered");
  expect(await pageButton(first, 1).textContent()).toMatch(/1 open/);
  expect(stored.size).toBe(0);
  refuse = undefined;
  await first.reload();
  await words(first, /^Saved/);
  expect(stored.get("aa")?.values).toEqual(["true"]);
});

test("an attempt is not handed in from the last page while an answer of the first is unsent", async () => {
  refuse = () => ({ status: 503, body: {} });
  const first = await openTab(1);
  await tick(first, "bb");
  await words(first, "Not saved yet");
  const last = await openTab(3, first);
  await first.close();
  await last.getByRole("button", { name: "Hand in" }).click();
  await words(last, "Not handed in. Not saved yet");
  expect(forms).toEqual([]);
  refuse = undefined;
  await last.getByRole("button", { name: "Hand in" }).click();
  await last.waitForURL(/done/);
  expect(stored.get("bb")?.values).toEqual(["true"]);
});

test("two tabs on different pages agree on how far the attempt is, and on every answer", async () => {
  const first = await openTab(1);
  const second = await openTab(2, first);
  await tick(first, "aa");
  await expect.poll(() => progress(second)).toBe("1 of 5 answered");
  await tick(second, "dd");
  await expect.poll(() => progress(first)).toBe("2 of 5 answered");
  await expect.poll(() => pageButton(first, 2).textContent()).toMatch(/1 open/);
  await words(second, /^Saved/);
  await first.goto(`${site}/attempts/one?page=2`);
  expect(await first.locator('[data-item="dd"]').getByLabel("True").isChecked()).toBe(true);
  expect([...stored.keys()].sort()).toEqual(["aa", "dd"]);
});

test("an answer that is refused keeps the person on its page, with the words beside the question, until it is another", async () => {
  refuse = ({ values }) =>
    values[0] === "Rome" ? { status: 400, body: { status: "refused", reason: "bad-value", message: "Not Rome." } } : undefined;
  const tab = await openTab(2);
  const field = tab.getByLabel("Your answer");
  await field.fill("Rome");
  await goOn(tab).click();
  await words(tab, "An answer could not be taken: look at what is marked.");
  expect(await tab.locator("#error-word").textContent()).toContain("Not Rome.");
  expect(await tab.locator('[data-item="word"]').getAttribute("aria-describedby")).toContain("error-word");
  expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
  expect(await progress(tab)).toBe("0 of 5 answered");
  expect(forms).toEqual([]);
  await field.fill("Paris");
  await goOn(tab).click();
  await tab.waitForURL(/page=3/);
  expect(stored.get("word")?.values).toEqual(["Paris"]);
});

test("Enter in a field saves at once and sends no form", async () => {
  const tab = await openTab(2);
  await tab.getByLabel("Your answer").fill("Paris");
  await tab.keyboard.press("Enter");
  await expect.poll(() => stored.get("word")?.values, { timeout: 700 }).toEqual(["Paris"]);
  expect(forms).toEqual([]);
});

test("a checker of accessibility finds nothing wrong with a page of several", async () => {
  const tab = await openTab(2);
  const { violations } = await new AxeBuilder({ page: tab }).include("form").analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
});
