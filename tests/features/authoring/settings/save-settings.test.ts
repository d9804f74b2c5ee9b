import { expect, test } from "vitest";
import { changeDraft } from "#app/features/authoring/change-draft.server.ts";
import { readTextAt } from "#app/features/authoring/lesson/find-lesson.server.ts";
import { readSettings, type Settings } from "#app/features/authoring/settings/course-settings.ts";
import { saveSettings } from "#app/features/authoring/settings/save-settings.server.ts";
import { db } from "#app/platform/db.server.ts";
import { aDraft } from "#tests/support/drafts.ts";

async function aCourseWithSettings() {
  const { draftId, revision, viewer } = await aDraft();
  const text = async () => (await readTextAt({ draftId, path: "course.yaml" }))!;
  const opened = readSettings(await text());
  const save = (changes: Settings, basedOn = revision) =>
    saveSettings({ draftId, authorId: viewer.id, basedOn, settings: { ...opened, ...changes } });
  return { draftId, revision, viewer, text, save };
}

test("saving is one revision that says which settings it changed; saving again is none", async () => {
  const { draftId, revision, text, save } = await aCourseWithSettings();
  const before = await text();
  expect(await save({})).toEqual({ status: "unchanged", revision });
  expect(await text()).toBe(before);
  expect(await save({ title: "Another title", level: "Easy" })).toEqual({ status: "saved", revision: revision + 1 });
  expect(await save({ title: "Another title", level: "Easy" })).toEqual({ status: "unchanged", revision: revision + 1 });
  expect(await text()).toBe(`${before.replace(/title: .*/, "title: Another title")}level: Easy\n`);
  const last = await db.draftRevision.findFirstOrThrow({ where: { draftId }, orderBy: { number: "desc" } });
  expect(last.what).toBe("Changed the settings: title, level");
});

test("two who change other fields of the same page both keep theirs", async () => {
  const { revision, text, save } = await aCourseWithSettings();
  await save({ title: "By one" });
  expect((await save({ tagline: "By the other" }, revision)).status).toBe("saved");
  expect(readSettings(await text())).toMatchObject({ title: "By one", tagline: "By the other" });
});

test("two who change the same field are told, with both in front of them, and the second may insist", async () => {
  const { revision, text, save, draftId, viewer } = await aCourseWithSettings();
  await save({ title: "By one", summary: "Theirs." });
  const outcome = await save({ title: "By the other", tagline: "Mine" }, revision);
  expect(outcome).toMatchObject({
    status: "refused",
    reason: "moved-on",
    revision: revision + 1,
    parts: [{ part: "title", theirs: "By one" }],
    settings: { title: "By the other", tagline: "Mine", summary: "Theirs." },
  });
  expect(readSettings(await text())).toMatchObject({ title: "By one", tagline: "A course for tests." });
  if (!("settings" in outcome)) throw new Error("Nothing to save again.");
  const { settings } = outcome;
  const again = await saveSettings({ draftId, authorId: viewer.id, basedOn: outcome.revision, settings });
  expect(again.status).toBe("saved");
  expect(readSettings(await text())).toMatchObject({ title: "By the other", tagline: "Mine", summary: "Theirs." });
});

test("eight who save eight fields at once all find theirs in the file", async () => {
  const { text, save } = await aCourseWithSettings();
  const changes = ["title", "tagline", "summary", "language", "level", "duration", "coverAlt", "outcomes"];
  const saving = (name: string): Promise<unknown> =>
    save({ [name]: `New ${name}` }).then((outcome) => (outcome.status === "saved" ? outcome : saving(name)));
  await Promise.all(changes.map(saving));
  expect(readSettings(await text())).toMatchObject(Object.fromEntries(changes.map((name) => [name, `New ${name}`])));
});

test("a file in braces, and one that hangs together by anchors, are left to be changed by hand", async () => {
  const { draftId, viewer } = await aDraft();
  for (const [at, source] of ["{ key: a, title: b }", "title: &a One\ntagline: *a\n"].entries()) {
    const changes = new Map([["course.yaml", Buffer.from(source)]]);
    const changed = await changeDraft({ draftId, authorId: viewer.id, way: "studio", what: "By hand", basedOn: at + 1, changes });
    if (changed.status === "refused") throw new Error(changed.reason);
    const settings = { ...readSettings(source), title: "Two", summary: "Two\nlines" };
    const ask = { draftId, authorId: viewer.id, basedOn: changed.revision, settings };
    expect(await saveSettings(ask)).toMatchObject({ status: "refused", reason: "by-hand" });
    expect(await readTextAt({ draftId, path: "course.yaml" })).toBe(source);
  }
});

test("a draft whose course.yaml was deleted meanwhile says so", async () => {
  const { draftId, viewer, revision, save } = await aCourseWithSettings();
  const changes = new Map([["course.yaml", null]]);
  await changeDraft({ draftId, authorId: viewer.id, way: "studio", what: "Deleted", basedOn: revision, changes });
  expect(await save({ title: "x" })).toMatchObject({ status: "refused", reason: "gone" });
});
