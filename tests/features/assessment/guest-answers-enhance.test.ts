import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { build, type Rollup } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { guestPage } from "#app/features/assessment/guest-form.ts";
import { GuestForm } from "#app/features/assessment/guest-form-view.tsx";
import { compiled } from "#tests/support/assessment-builders.ts";
import { openBrowser } from "#tests/support/chromium.ts";
import { aPublicProfile } from "#tests/support/public-assessments.ts";

/** The script of a public assessment's page in a real browser, where the browser is not as one would like. */

const instrument = compiled(aPublicProfile({ key: "styles" }));
if (instrument.kind !== "profile") throw new Error("no profile");
const page = guestPage({ key: "styles", revisionId: "one", instrument }, 1);
const NAME = "guest-answers:styles";
const DAY = 24 * 60 * 60 * 1000;

let script: string;
let browser: Awaited<ReturnType<typeof openBrowser>>;

beforeAll(async () => {
  const output = await build({
    configFile: false,
    logLevel: "silent",
    build: { write: false, lib: { entry: "app/features/assessment/guest-answers.enhance.ts", formats: ["iife"], name: "guest" } },
  });
  script = (output as Rollup.RollupOutput[])[0]!.output[0].code;
  browser = await openBrowser();
}, 60_000);
afterAll(() => browser.close());

/** The page with its script, in a browser that has kept something before. */
async function open(kept: Record<string, string> = {}, before = "") {
  const html = renderToStaticMarkup(createElement(GuestForm, { page, replaces: false }));
  const tab = await (await browser.newContext()).newPage();
  const body = `<!doctype html><html lang="en"><body>${html}</body></html>`;
  await tab.route("**/*", (route) => route.fulfill({ contentType: "text/html", body }));
  await tab.goto("http://guest.test/");
  await tab.evaluate((kept) => {
    for (const [name, text] of Object.entries(kept)) localStorage.setItem(name, text);
  }, kept);
  await tab.addScriptTag({ content: `${before};${script};guest.enhance(document.querySelector("form"))` });
  return {
    tab,
    ticked: () =>
      tab.locator("[data-item]:has(input:checked)").evaluateAll((all) => all.map((one) => (one as HTMLElement).dataset.item)),
    said: () => tab.locator('[data-answers="status"]').textContent(),
    names: () => tab.evaluate(() => Object.keys(localStorage).sort()),
    close: () => tab.context().close(),
  };
}

const keptAt = (at: number, answers: unknown) => JSON.stringify({ at, answers });

test("what was kept comes back, also where an item or a choice is no longer there", async () => {
  const answers = { "anxiety-1": ["5"], "avoidance-2": ["99"], 'gone"]': ["1"] };
  const { tab, ticked, said, close } = await open({ [NAME]: keptAt(Date.now(), answers) });
  expect(await ticked()).toEqual(["anxiety-1"]);
  expect(await said()).toContain("Your answers from before are back.");
  await tab.locator('[data-item="anxiety-2"] input[value="3"]').check();
  const stored = await tab.evaluate((name) => JSON.parse(localStorage.getItem(name)!).answers, NAME);
  expect(stored).toMatchObject({ "anxiety-1": ["5"], "anxiety-2": ["3"] });
  await close();
});

test.each([
  ["no JSON", "{"],
  ["another shape", '{"at":1}'],
  ["values that are no texts", keptAt(Date.now(), { "anxiety-1": [5] })],
])("%s in the store is as good as nothing", async (_what, text) => {
  const { ticked, said, names, close } = await open({ [NAME]: text });
  expect(await ticked()).toEqual([]);
  expect(await said()).toContain("kept in this browser only");
  expect(await names()).toEqual([]);
  await close();
});

test("what was begun more than thirty days ago is forgotten, of this assessment and of others, and nothing else is", async () => {
  const old = keptAt(Date.now() - 30 * DAY - 1_000, { "anxiety-1": ["5"] });
  const young = keptAt(Date.now() - 29 * DAY, { x: ["1"] });
  const { ticked, names, close } = await open({
    [NAME]: old,
    "guest-answers:a": old,
    "guest-answers:b": young,
    "answers:1": old,
  });
  expect(await ticked()).toEqual([]);
  expect(await names()).toEqual(["answers:1", "guest-answers:b"]);
  await close();
});

test("a browser that keeps nothing is said to keep nothing", async () => {
  const full = 'Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); }';
  const { tab, said, close } = await open({}, full);
  expect(await said()).toContain("this browser cannot keep your answers");
  await tab.locator('[data-item="anxiety-2"] input[value="3"]').check();
  expect(await said()).toContain("this browser cannot keep your answers");
  await close();
});

test("all answers can be cleared, in the page and in the browser", async () => {
  const { tab, ticked, said, names, close } = await open();
  await tab.locator('[data-item="anxiety-2"] input[value="3"]').check();
  expect(await names()).toEqual([NAME]);
  await tab.getByRole("button", { name: "Clear all answers" }).click();
  expect(await ticked()).toEqual([]);
  expect(await names()).toEqual([]);
  expect(await said()).toContain("All answers are cleared.");
  await close();
});
