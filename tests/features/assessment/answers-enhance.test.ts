import { AxeBuilder } from "@axe-core/playwright";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { build, type Rollup } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { GivenAnswer } from "#app/features/assessment/answer-queue.ts";
import { AttemptForm } from "#app/features/assessment/attempt-form.tsx";
import { kindOf } from "#app/features/instruments/items/registry.ts";
import { orderItems } from "#app/features/instruments/order-items.ts";
import { aCheck, compiled } from "#tests/support/assessment-builders.ts";
import { openBrowser } from "#tests/support/chromium.ts";

/** The script of the attempt's page in a real browser, against a server that is a list of what it was sent. */

const check = compiled(
  aCheck({
    items: [
      aCheck().items[1],
      { key: "number", kind: "numeric", prompt: "How many?", answers: [{ value: 12 }] },
      {
        key: "gaps",
        kind: "cloze",
        text: "In {{city}}, {{year}}.",
        gaps: [
          { key: "city", kind: "short-text", answers: [{ text: "Rome" }] },
          { key: "year", kind: "numeric", answers: [{ value: 1 }] },
        ],
      },
      {
        key: "steps",
        kind: "ordering",
        prompt: "Order.",
        entries: [
          { key: "a", text: "First" },
          { key: "b", text: "Second" },
        ],
      },
      { key: "letter", kind: "long-text", prompt: "Write." },
    ],
  }),
);
const questions = orderItems(check, 3).map((item) => ({ question: kindOf(item).ask(item), values: [], sequence: 0 }));
const page = {
  status: "open" as const,
  id: "one",
  number: 1,
  title: "Check",
  kind: "graded" as const,
  intro: "",
  questions,
  pages: [5],
  at: 1,
};

let script: string;
let browser: Awaited<ReturnType<typeof openBrowser>>;

beforeAll(async () => {
  const output = await build({
    configFile: false,
    logLevel: "silent",
    build: { write: false, lib: { entry: "app/features/assessment/answers.enhance.ts", formats: ["iife"], name: "answers" } },
  });
  script = (output as Rollup.RollupOutput[])[0]!.output[0].code;
  browser = await openBrowser();
}, 60_000);
afterAll(() => browser.close());

interface Server {
  sent: GivenAnswer[];
  reply?: (answer: GivenAnswer) => object;
  /** What the page was told, and what the server says when it is asked. */
  deadlineAt?: Date;
  deadline?: number;
}

async function open(server: Server) {
  const { deadlineAt = null, deadline = null } = server;
  const html = renderToStaticMarkup(createElement(AttemptForm, { page: { ...page, deadlineAt, servedAt: 1_000 } }));
  const tab = await (await browser.newContext()).newPage();
  await tab.route("**/*", async (route) => {
    const request = route.request();
    if (request.url().endsWith("/submit")) {
      return route.fulfill({ contentType: "text/html", body: "Handed in" });
    }
    if (request.method() === "POST") {
      const answer = request.postDataJSON() as GivenAnswer;
      server.sent.push(answer);
      return route.fulfill({ json: server.reply?.(answer) ?? { status: "saved" } });
    }
    if (request.url().endsWith("/answers")) return route.fulfill({ json: { open: true, now: 1_000, deadline, answers: [] } });
    return route.fulfill({ contentType: "text/html", body: `<!doctype html><html lang="en"><body>${html}</body></html>` });
  });
  await tab.goto("http://attempt.test/attempts/one");
  await tab.addScriptTag({ content: `${script};answers.enhance(document.querySelector("form"))` });
  return tab;
}

test("a checker of accessibility finds nothing wrong with any kind of item", async () => {
  const tab = await open({ sent: [] });
  for (const detail of await tab.locator("summary").all()) await detail.click();
  const { violations } = await new AxeBuilder({ page: tab }).include("form").analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  await tab.context().close();
});

test("what is typed is saved after a pause, field by field, and said to be", async () => {
  const server = { sent: [] as GivenAnswer[] };
  const tab = await open(server);
  await tab.getByLabel("Your answer").pressSequentially("12,5");
  await expect.poll(() => server.sent.at(-1)?.values).toEqual(["12,5"]);
  await tab.getByLabel("Gap 1 of 2").fill("Rome");
  await tab.getByLabel("Gap 2 of 2").fill("1 = 1");
  await expect.poll(() => server.sent.at(-1)?.values).toEqual(["city=Rome", "year=1 = 1"]);
  await tab.getByLabel("Your text").fill("One line\nand another");
  await tab.getByLabel("Your text").blur();
  await expect.poll(() => server.sent.at(-1)?.values).toEqual(["One line\nand another"]);
  await tab.getByLabel("Second", { exact: true }).selectOption("2");
  await expect.poll(() => server.sent.at(-1)?.values).toEqual([expect.stringMatching(/^[a-z0-9]+=2$/)]);
  await tab.getByLabel("Two").check();
  await tab.getByLabel("Four").check();
  await expect.poll(() => server.sent.at(-1)).toMatchObject({ item: "primes", values: ["two", "four"] });
  await expect.poll(() => tab.locator('[data-answers="status"]').textContent()).toContain("Saved.");
  // Four keys in a row are one answer.
  expect(server.sent.filter(({ item }) => item === "number")).toHaveLength(1);
  await tab.context().close();
});

test("a number that cannot be read is remarked on when the field is left, and no longer once it can", async () => {
  const server = { sent: [] as GivenAnswer[] };
  const tab = await open(server);
  const field = tab.getByLabel("Your answer");
  await field.fill("twelve");
  expect(await tab.locator("#remark-number").textContent()).toBe("");
  await field.blur();
  await expect.poll(() => tab.locator("#remark-number").textContent()).toContain("not a number");
  expect(await field.getAttribute("aria-invalid")).toBe("true");
  await field.fill("12");
  expect(await tab.locator("#remark-number").textContent()).toBe("");
  expect(await field.getAttribute("aria-invalid")).toBeNull();
  await tab.context().close();
});

test("a later answer of another device is shown in every field", async () => {
  const later = { status: "stale", values: ["city=Paris", "year=2"], sequence: 10 ** 12 };
  const server = { sent: [] as GivenAnswer[], reply: ({ item }: GivenAnswer) => (item === "gaps" ? later : { status: "saved" }) };
  const tab = await open(server);
  await tab.getByLabel("Gap 1 of 2").fill("Rome");
  await tab.getByLabel("Gap 1 of 2").blur();
  await expect.poll(() => tab.getByLabel("Gap 1 of 2").inputValue()).toBe("Paris");
  expect(await tab.getByLabel("Gap 2 of 2").inputValue()).toBe("2");
  await tab.context().close();
});

test("what was typed a moment before handing in is saved first", async () => {
  const server = { sent: [] as GivenAnswer[] };
  const tab = await open(server);
  await tab.getByLabel("Your answer").focus();
  await tab.keyboard.type("7");
  // After the call has come back: a page that leaves in the middle of it may never answer.
  await tab.evaluate(() => void setTimeout(() => document.querySelector("form")!.requestSubmit()));
  await tab.getByText("Handed in").waitFor();
  expect(server.sent).toMatchObject([{ item: "number", values: ["7"] }]);
  await tab.context().close();
});

test("buttons put a list in order, by the keyboard too, and the numbers follow", async () => {
  const server = { sent: [] as GivenAnswer[] };
  const tab = await open(server);
  const rows = tab.locator("[data-order] li label");
  const before = await rows.allTextContents();
  const last = before[1]!;
  await tab.getByRole("button", { name: `Move up: ${last}` }).focus();
  await tab.keyboard.press("Enter");
  expect(await rows.allTextContents()).toEqual([last, before[0]]);
  expect(await tab.getByLabel(last, { exact: true }).inputValue()).toBe("1");
  expect(await tab.getByLabel(before[0]!, { exact: true }).inputValue()).toBe("2");
  await expect
    .poll(() => server.sent.at(-1))
    .toMatchObject({ item: "steps", values: [expect.stringMatching(/=1$/), expect.stringMatching(/=2$/)] });
  await expect.poll(() => tab.getByText(`${last}: 1 of 2.`).count()).toBe(1);
  expect(await tab.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe(`Move up: ${last}`);
  // At the end already: nothing moves.
  await tab.keyboard.press("Enter");
  expect(await rows.allTextContents()).toEqual([last, before[0]]);
  await tab.context().close();
});

test("a page whose time is over hands in, and goes on where the server knows of more time", async () => {
  const soon = new Date(2_500);
  const over = await open({ sent: [], deadlineAt: soon, deadline: 900 });
  await over.getByText("Handed in").waitFor();
  const extended = await open({ sent: [], deadlineAt: soon, deadline: 1_000 + 30 * 60_000 });
  await extended.getByText("About 30 minutes left.").waitFor();
  expect(await extended.locator("form").count()).toBe(1);
  for (const tab of [over, extended]) await tab.context().close();
});
