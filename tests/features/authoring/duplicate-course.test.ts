import { expect, test } from "vitest";
import { beginDraft } from "#app/features/authoring/begin-draft.server.ts";
import { changeDraft } from "#app/features/authoring/change-draft.server.ts";
import { checkDraft } from "#app/features/authoring/check-draft.queries.server.ts";
import { findDraft, findOwnCourse } from "#app/features/authoring/draft.queries.server.ts";
import { readDraftFiles } from "#app/features/authoring/draft-files.queries.server.ts";
import { duplicateCourse } from "#app/features/authoring/duplicate-course.server.ts";
import { db } from "#app/platform/db.server.ts";
import { aCourseFolder } from "#tests/support/course-folder.ts";
import { aCourse } from "#tests/support/courses.ts";
import { aDownloadFolder } from "#tests/support/download-folder.ts";
import { aDraft } from "#tests/support/drafts.ts";
import { onStaff } from "#tests/support/enrolments.ts";
import { aViewer } from "#tests/support/viewers.ts";

const filesOf = async (draftId: string) =>
  new Map([...(await readDraftFiles({ draftId })).files].map(([path, bytes]) => [path, bytes.toString("base64")]));

test("a copy has every file, under a key and a title of its own, and whoever made it owns it", async () => {
  const { files } = aDownloadFolder();
  const source = await aDraft({ files });
  const maker = await aViewer({ role: "instructor" });
  const copied = await duplicateCourse({ courseId: source.courseId, ownerId: maker.id, title: "Cards: the second" });
  expect(copied).toMatchObject({ status: "created", courseKey: expect.stringMatching(/^cards-the-second/) });
  const copy = (await findDraft(maker, (copied as { courseKey: string }).courseKey))!;
  const [before, after] = [await filesOf(source.draftId), await filesOf(copy.draftId)];
  const page = Buffer.from(after.get("course.yaml")!, "base64").toString();
  expect(page).toContain(`key: ${copy.courseKey}\n`);
  expect(page).toMatch(/title: ["']?Cards: the second["']?\n/);
  before.delete("course.yaml");
  after.delete("course.yaml");
  expect([...after].sort()).toEqual([...before].sort());
  expect((await checkDraft(copy)).faults).toEqual([]);
  expect(await findDraft(maker, source.courseKey)).toBeNull();
  // What is done to the one is not done to the other.
  const changes = new Map([["modules/first/how-to.md", Buffer.from("---\nkey: how-to\n---\nChanged.\n")]]);
  await changeDraft({ draftId: copy.draftId, authorId: maker.id, way: "studio", what: "Changed", basedOn: 1, changes });
  expect(await filesOf(source.draftId)).toEqual(
    new Map([...before, ["course.yaml", files.get("course.yaml")!.toString("base64")]]),
  );
});

test("of a published course without a draft its release is copied, of one with a draft the draft", async () => {
  const course = await aCourse();
  const viewer = await aViewer({ role: "instructor" });
  await onStaff(viewer, course);
  const copy = async (title: string) => {
    const copied = await duplicateCourse({ courseId: course.courseId, ownerId: viewer.id, title });
    const draft = await findDraft(viewer, (copied as { courseKey: string }).courseKey);
    return (await readDraftFiles({ draftId: draft!.draftId })).files.get("modules/first/one.md")!.toString();
  };
  expect(await copy("From the release")).toBe(aCourseFolder().files.get("modules/first/one.md")!.toString());
  const begun = await beginDraft({ courseId: course.courseId, authorId: viewer.id });
  const { draftId } = begun as { draftId: string };
  const changes = new Map([["modules/first/one.md", Buffer.from("---\nkey: one\n---\nOf the draft.\n")]]);
  await changeDraft({ draftId, authorId: viewer.id, way: "studio", what: "Changed", basedOn: 1, changes });
  expect(await copy("From the draft")).toContain("Of the draft.");
});

test("copies of one title at once have keys of their own, or are told to try again; nothing is half made", async () => {
  const source = await aDraft();
  const ask = { courseId: source.courseId, ownerId: source.viewer.id, title: "Many copies" };
  const copies = await Promise.all(Array.from({ length: 5 }, () => duplicateCourse(ask)));
  const keys = copies.flatMap((one) => (one.status === "created" ? [one.courseKey] : []));
  expect(keys.length).toBeGreaterThan(0);
  expect(new Set(keys).size).toBe(keys.length);
  for (const one of copies) if (one.status === "refused") expect(one.reason).toBe("key-taken");
  expect(await db.draft.count({ where: { course: { key: { startsWith: "many-copies" } } } })).toBe(keys.length);
});

test("only who may edit a course finds it to copy, and a course.yaml that is written in braces is said to be so", async () => {
  const source = await aDraft({ files: new Map([["course.yaml", Buffer.from("{ key: braces, title: Braces }\n")]]) });
  expect(await findOwnCourse(source.viewer, source.courseKey)).toEqual({ courseId: source.courseId });
  expect(await findOwnCourse(await aViewer({ role: "instructor" }), source.courseKey)).toBeNull();
  expect(await duplicateCourse({ courseId: source.courseId, ownerId: source.viewer.id, title: "Copy" })).toMatchObject({
    ...{ status: "refused", reason: "by-hand", message: expect.stringContaining("braces") },
  });
});
