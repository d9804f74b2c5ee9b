import { expect, test } from "vitest";
import { readDraftFiles } from "#app/features/authoring/draft-files.queries.server.ts";
import { findLesson, readTextAt } from "#app/features/authoring/lesson/find-lesson.server.ts";
import { readLessonForm } from "#app/features/authoring/lesson/lesson-text.ts";
import { saveLesson } from "#app/features/authoring/lesson/save-lesson.server.ts";
import { changeOutline } from "#app/features/authoring/outline/change-outline.server.ts";
import { readOutlinePage } from "#app/features/authoring/outline/outline.queries.server.ts";
import { publishDraft } from "#app/features/authoring/publish-draft.server.ts";
import { restoreFile } from "#app/features/authoring/restore-file.server.ts";
import { undoRevision } from "#app/features/authoring/undo-revision.server.ts";
import { aDraft } from "#tests/support/drafts.ts";

const PATH = "modules/first/one.md";
const TEXT =
  "---\r\nkey: one # stays\r\ntitle: 'Lesson one'\r\nodd: [1,  2]\r\nsummary: S.\r\n---\r\nFirst.\r\n\r\nSecond.\r\n\r\nThird.\r\n";

async function aLesson() {
  const draft = await aDraft();
  const { changeDraft } = await import("#app/features/authoring/change-draft.server.ts");
  const { draftId, viewer } = draft;
  await changeDraft({
    draftId,
    authorId: viewer.id,
    way: "push",
    what: "x",
    basedOn: 1,
    changes: new Map([[PATH, Buffer.from(TEXT)]]),
  });
  const form = readLessonForm(PATH, TEXT);
  const save = (basedOn: number, typed: Partial<typeof form>, path: string | null = PATH) =>
    saveLesson({ draftId, authorId: viewer.id, path, openedPath: PATH, basedOn, form: { ...form, ...typed } });
  return { ...draft, save, form };
}

test("a lesson that was opened and saved as it is stays byte for byte, however a browser sends the ends of lines", async () => {
  const { draftId, save, form } = await aLesson();
  expect(await save(2, { source: form.source.replaceAll("\r\n", "\n") })).toEqual({ status: "unchanged", revision: 2 });
  expect(await save(2, { title: "New 'one'", source: form.source.replace("Second", "Zweite") })).toEqual({
    status: "saved",
    revision: 3,
  });
  expect(await readTextAt({ draftId, path: PATH })).toBe(
    TEXT.replace("'Lesson one'", "'New ''one'''").replace("Second", "Zweite"),
  );
});

test("a second tab gets both versions in one and nothing is lost; marks that are left in are not saved", async () => {
  const { draftId, save, form } = await aLesson();
  await save(2, { title: "Theirs", source: form.source.replace("First", "FIRST") });
  const apart = await save(2, { minutes: "7", source: form.source.replace("Third", "THIRD") });
  expect(apart).toMatchObject({
    status: "refused",
    reason: "moved-on",
    revision: 3,
    conflicts: 0,
    form: { title: "Theirs", minutes: "7", source: "FIRST.\n\nSecond.\n\nTHIRD.\n" },
  });
  const same = await save(2, { source: form.source.replace("First", "Erste") });
  if (same.status !== "refused" || same.reason !== "moved-on") throw new Error("It should have been refused.");
  expect(same.form.source).toContain("Erste.");
  expect(same.form.source).toContain("FIRST.");
  expect(await save(3, { source: same.form.source })).toMatchObject({ reason: "merge-marks" });
  expect(await save(3, { title: "Theirs", minutes: "7", source: "FIRST.\n\nSecond.\n\nTHIRD.\n" })).toEqual({
    status: "saved",
    revision: 4,
  });
  expect(await readTextAt({ draftId, path: PATH })).toContain("minutes: 7\r\n");
  expect(await save(4, {}, null)).toMatchObject({ reason: "gone" });
});

test("a lesson that somebody has moved meanwhile is saved where it lies now", async () => {
  const { draftId, viewer, save, form } = await aLesson();
  const act = (edit: Parameters<typeof changeOutline>[0]["edit"]) => changeOutline({ draftId, authorId: viewer.id, edit });
  await act({ do: "add-module", title: "Next", summary: "S." });
  await act({ do: "place-lesson", module: "first", lesson: "one", to: "next" });
  const found = await findLesson(draftId, "one");
  expect(await save(2, { source: form.source.replace("First", "Mine") }, found!.lesson.path)).toMatchObject({ status: "saved" });
  expect(await readTextAt({ draftId, path: "modules/next/one.md" })).toContain("Mine.");
});

test("what is deleted comes back with what was done since kept, and every revision of a file can be restored", async () => {
  const { draftId, viewer } = await aLesson();
  const act = async (edit: Parameters<typeof changeOutline>[0]["edit"]) => {
    const outcome = await changeOutline({ draftId, authorId: viewer.id, edit });
    if (outcome.status === "refused") throw new Error(outcome.message);
    return outcome.revision;
  };
  const before = (await readDraftFiles({ draftId })).files;
  const number = await act({ do: "delete-lesson", module: "first", lesson: "two" });
  expect(await findLesson(draftId, "two")).toBeNull();
  await act({ do: "rename-module", module: "first", title: "Renamed", summary: "All of it." });
  expect(await undoRevision({ draftId, authorId: viewer.id, number })).toMatchObject({ status: "undone" });
  const [module] = (await readOutlinePage(draftId)).modules;
  expect([module!.title, ...module!.lessons.map(({ key }) => key)]).toEqual(["Renamed", "one", "two", "three"]);
  await restoreFile({ draftId, authorId: viewer.id, path: "modules/first/module.yaml", number: 1 });
  expect([...(await readDraftFiles({ draftId })).files]).toEqual([...before]);
  expect(await undoRevision({ draftId, authorId: viewer.id, number: 1 })).toMatchObject({ reason: "first-revision" });
});

test("outline edits at once are all done", async () => {
  const { draftId, viewer } = await aDraft();
  const outcomes = await Promise.all(
    ["one", "two", "three"].map((lesson) =>
      changeOutline({ draftId, authorId: viewer.id, edit: { do: "duplicate-lesson", module: "first", lesson } }),
    ),
  );
  expect(outcomes.map(({ status }) => status)).toEqual(["changed", "changed", "changed"]);
  expect((await readOutlinePage(draftId)).modules[0]!.lessons).toHaveLength(6);
});

test("a draft is published as it was looked at, under its own key, and not with a fault", async () => {
  const { draftId, courseKey, viewer, save, form } = await aLesson();
  const publish = (revision: number) => publishDraft({ draftId, courseKey, publishedById: viewer.id, revision });
  expect(await publish(1)).toEqual({ status: "refused", reason: "moved-on", revision: 2 });
  expect(await publish(2)).toMatchObject({ status: "published", number: 1, courseKey });
  expect(await publish(2)).toMatchObject({ status: "unchanged" });
  await save(2, { summary: "", source: form.source });
  expect(await publish(3)).toMatchObject({ status: "refused", reason: "faults" });
});
