import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { lessonsOf, type Manifest } from "#app/features/courseware/manifest.ts";
import { evaluateProgress } from "#app/features/learning/evaluate-progress.ts";
import { outlineOf } from "#app/features/learning/outline.server.tsx";
import { Outline } from "#app/features/learning/outline.tsx";

function aManifest(title: string): Manifest {
  const lesson = (key: string) => ({ key, title: `${title} & ${key}`, kind: "text", minutes: 5, required: true, preview: false });
  const modules = [{ key: "opening", title: "Opening", lessons: [lesson("one"), lesson("two"), lesson("three")] }];
  return { key: "course", title, order: "required", modules } as unknown as Manifest;
}

function draw(manifest: Manifest, completed: string[], current?: string): string {
  const records = new Map(completed.map((key) => [key, { viewed: true, completed: true }]));
  const outline = outlineOf(manifest, evaluateProgress(manifest, records), current);
  return renderToStaticMarkup(<Outline outline={outline} />);
}

/** The lines of an outline as they are read aloud. */
const words = (html: string) =>
  [...html.matchAll(/<li[^>]*>(?!<h3)(.*?)<\/li>/g)].map(([, line = ""]) => line.replaceAll(/<[^>]*>/g, "").slice(1));

test("every lesson is a line with its state; a locked one is no link", () => {
  const html = draw(aManifest("Talk"), ["one"]);
  expect(words(html.slice(html.indexOf("</h3>")))).toEqual([
    "Talk &amp; one, completedReading, 5 min",
    "Talk &amp; two, openReading, 5 min",
    "Talk &amp; three, opens laterReading, 5 min",
  ]);
  expect([...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual(["/learn/course/one", "/learn/course/two"]);
});

test("only the lesson that the reader is at is the current one, however often the outline was drawn before", () => {
  const manifest = aManifest("Talk");
  const currentOf = (html: string) => [...html.matchAll(/href="([^"]*)" aria-current="page"/g)].map(([, href]) => href);
  for (const key of ["one", "two", "one"]) expect(currentOf(draw(manifest, ["one"], key))).toEqual([`/learn/course/${key}`]);
  expect(currentOf(draw(manifest, ["one"]))).toEqual([]);
});

test("a line that was drawn for one reader or one release is not shown to another", () => {
  const [first, second] = [aManifest("Talk"), aManifest("Listen")];
  const before = draw(first, []);
  expect(draw(first, ["one", "two"])).not.toBe(before);
  expect(draw(first, [])).toBe(before);
  expect(draw(second, [])).toBe(before.replaceAll("Talk", "Listen"));
  expect(lessonsOf(second).map(({ title }) => title)).toEqual(["Listen & one", "Listen & two", "Listen & three"]);
});
