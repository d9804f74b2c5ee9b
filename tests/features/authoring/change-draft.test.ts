import fc from "fast-check";
import { expect, test } from "vitest";
import { beginDraft } from "#app/features/authoring/begin-draft.server.ts";
import { changeDraft } from "#app/features/authoring/change-draft.server.ts";
import { findDraft, listStudioCourses } from "#app/features/authoring/draft.queries.server.ts";
import { readDraftFiles } from "#app/features/authoring/draft-files.queries.server.ts";
import { hasMergeMarks, mergeTexts } from "#app/features/authoring/merge-texts.ts";
import { db } from "#app/platform/db.server.ts";
import { aCourse } from "#tests/support/courses.ts";
import { aDraft } from "#tests/support/drafts.ts";
import { onStaff } from "#tests/support/enrolments.ts";
import { aViewer } from "#tests/support/viewers.ts";

const bytes = (files: Record<string, string | null>) =>
  new Map(Object.entries(files).map(([path, text]) => [path, text === null ? null : Buffer.from(text)]));
const textOf = async (draftId: string, path: string) => (await readDraftFiles({ draftId })).files.get(path)?.toString();

async function aTextDraft(files: Record<string, string>) {
  const { draftId, viewer } = await aDraft({
    files: new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)])),
  });
  const change = (basedOn: number, changes: Record<string, string | null>) =>
    changeDraft({ draftId, authorId: viewer.id, way: "studio", what: "Changed", basedOn, changes: bytes(changes) });
  return { draftId, viewer, change };
}

test("a change is the next revision, with who, when, what and what it was based on", async () => {
  const { draftId, viewer, change } = await aTextDraft({ "a.md": "one\n" });
  expect(await change(1, { "a.md": "two\n", "b.md": "new\n" })).toEqual({ status: "changed", revision: 2 });
  expect(await change(2, { "b.md": null })).toEqual({ status: "changed", revision: 3 });
  expect(await change(3, { "a.md": "two\n", "c.md": null })).toEqual({ status: "unchanged", revision: 3 });
  const log = await db.draftRevision.findMany({
    where: { draftId },
    orderBy: { number: "asc" },
    include: { changes: { orderBy: { path: "asc" } } },
  });
  expect(log.map(({ number, basedOn, authorId, what }) => ({ number, basedOn, authorId, what }))).toMatchObject([
    { number: 1, basedOn: null },
    { number: 2, basedOn: 1, authorId: viewer.id, what: "Changed" },
    { number: 3, basedOn: 2 },
  ]);
  expect(log[2]!.changes).toMatchObject([{ path: "b.md", after: null }]);
});

test("somebody who works on other files is not in the way; on the same file nothing is written and a merge is offered", async () => {
  const text = "first\nsecond\nthird\nfourth\nfifth\n";
  const { draftId, change } = await aTextDraft({ "a.md": text, "b.md": "b\n" });
  await change(1, { "a.md": text.replace("first", "FIRST") });
  expect(await change(1, { "b.md": "B\n" })).toEqual({ status: "changed", revision: 3 });
  const refused = await change(1, { "a.md": text.replace("fifth", "FIFTH"), "c.md": "c\n" });
  expect(refused).toEqual({
    status: "refused",
    reason: "moved-on",
    revision: 3,
    offers: [
      {
        path: "a.md",
        base: text,
        ours: text.replace("fifth", "FIFTH"),
        theirs: text.replace("first", "FIRST"),
        merged: { text: "FIRST\nsecond\nthird\nfourth\nFIFTH\n", conflicts: 0 },
      },
    ],
  });
  expect(await textOf(draftId, "c.md")).toBeUndefined();
  expect(await change(3, { "a.md": "FIRST\nsecond\nthird\nfourth\nFIFTH\n" })).toMatchObject({ status: "changed" });
});

test("the same line changed by both is shown from both sides, and one who took the file away is told so", async () => {
  const { change } = await aTextDraft({ "a.md": "one\r\ntwo\r\nthree\r\n", "b.md": "b\n" });
  await change(1, { "a.md": "one\r\nTWO\r\nthree\r\n", "b.md": null });
  const refused = await change(1, { "a.md": "one\r\nzwei\r\nthree\r\n", "b.md": "more\n" });
  expect(refused).toMatchObject({
    offers: [
      {
        path: "a.md",
        merged: { conflicts: 1, text: "one\r\n<<<<<<< yours\r\nzwei\r\n=======\r\nTWO\r\n>>>>>>> theirs\r\nthree\r\n" },
      },
      { path: "b.md", ours: "more\n", theirs: null },
    ],
  });
  const [offer] = (refused as { offers: { merged: { text: string } }[] }).offers;
  expect(hasMergeMarks(offer!.merged.text)).toBe(true);
  expect(hasMergeMarks("A title\n=======\n\nText.\n")).toBe(false);
});

test("what has changed and changed back is no obstacle, and both doing the same is none", async () => {
  const { change } = await aTextDraft({ "a.md": "one\n" });
  await change(1, { "a.md": "two\n" });
  await change(2, { "a.md": "one\n" });
  expect(await change(1, { "a.md": "three\n" })).toEqual({ status: "changed", revision: 4 });
  expect(await change(1, { "a.md": "three\n" })).toEqual({ status: "unchanged", revision: 4 });
});

test("of twenty who save the same file at once from the same revision one is taken, and no change of others is lost", async () => {
  const { draftId, change } = await aTextDraft({ "a.md": "start\n" });
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, (_, index) => change(1, { "a.md": `by ${index}\n`, [`own-${index}.md`]: "mine\n" })),
  );
  expect(outcomes.filter(({ status }) => status === "changed")).toHaveLength(1);
  expect(outcomes.filter((one) => one.status === "refused" && one.reason === "moved-on")).toHaveLength(19);
  const apart = await Promise.all(Array.from({ length: 20 }, (_, index) => change(1, { [`apart-${index}.md`]: "mine\n" })));
  expect(apart.every(({ status }) => status === "changed")).toBe(true);
  const { files } = await readDraftFiles({ draftId });
  expect([...files.keys()].filter((path) => path.startsWith("apart-"))).toHaveLength(20);
  expect([...files.keys()].filter((path) => path.startsWith("own-"))).toHaveLength(1);
  const numbers = await db.draftRevision.findMany({ where: { draftId }, select: { number: true }, orderBy: { number: "asc" } });
  expect(numbers.map(({ number }) => number)).toEqual(Array.from({ length: 22 }, (_, index) => index + 1));
});

test("bad paths, large texts, too many files and revisions that are not there are refused, and nothing is written", async () => {
  const { draftId, change } = await aTextDraft({ "a.md": "one\n" });
  for (const path of ["../x", "/x", "a//b", "C:/x", "x\\y", ".git/config", "a.md/b", "x".repeat(300)])
    expect(await change(1, { [path]: "x" }), path).toMatchObject({ status: "refused", reason: "bad-files" });
  expect(await change(1, { "b.md": "x".repeat(1024 * 1024 + 1) })).toMatchObject({ reason: "bad-files" });
  expect(await change(7, { "b.md": "x" })).toEqual({ status: "refused", reason: "no-such-revision" });
  const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`${index}.md`, "x"]));
  expect(await change(1, many)).toMatchObject({ reason: "bad-files", messages: ["The course would have more than 5000 files."] });
  expect(await db.draftRevision.count({ where: { draftId } })).toBe(1);
  expect([...(await readDraftFiles({ draftId })).files.keys()]).toEqual(["a.md"]);
});

test("merging loses nothing: what one side leaves alone comes out as the other has it", () => {
  const lines = fc
    .array(fc.constantFrom("a", "b", "c", "d", ""), { maxLength: 12 })
    .map((all) => all.map((line) => `${line}\n`).join(""));
  fc.assert(
    fc.property(lines, lines, lines, (base, ours, theirs) => {
      expect(mergeTexts({ base, ours, theirs: base })).toEqual({ text: ours, conflicts: 0 });
      expect(mergeTexts({ base, ours: base, theirs })).toEqual({ text: theirs, conflicts: 0 });
      expect(mergeTexts({ base, ours, theirs: ours })).toEqual({ text: ours, conflicts: 0 });
      const head = mergeTexts({ base: `top\nfence\n${base}`, ours: `TOP\nfence\n${base}`, theirs: `top\nfence\n${theirs}` });
      if (head.conflicts === 0) expect(head.text).toBe(`TOP\nfence\n${theirs}`);
    }),
  );
});

test("a draft begins from what is published, once, for its owners and editors and admins only", async () => {
  const [owner, editor, grader, stranger, student] = [
    await aViewer({ role: "instructor" }),
    await aViewer({ role: "instructor" }),
    await aViewer({ role: "instructor" }),
    await aViewer({ role: "instructor" }),
    await aViewer(),
  ];
  const course = await aCourse({ ownerId: owner.id });
  await onStaff(editor, course, "editor");
  await onStaff(grader, course, "grader");
  await onStaff(student, course, "editor");
  const ask = { courseId: course.courseId, authorId: owner.id };
  const begun = await Promise.all([beginDraft(ask), beginDraft(ask), beginDraft(ask)]);
  expect(begun.map(({ status }) => status).sort()).toEqual(["begun", "there", "there"]);
  const sees = async (viewer: typeof owner) => Boolean(await findDraft(viewer, course.key));
  expect([await sees(owner), await sees(editor), await sees(await aViewer({ role: "admin" }))]).toEqual([true, true, true]);
  expect([await sees(grader), await sees(stranger), await sees(student)]).toEqual([false, false, false]);
  expect((await listStudioCourses(editor)).map(({ key }) => key)).toEqual([course.key]);
  expect(await listStudioCourses(grader)).toEqual([]);
});
