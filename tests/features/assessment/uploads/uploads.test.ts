import { createHash } from "node:crypto";
import sharp from "sharp";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { readAttemptPage } from "#app/features/assessment/attempt-page.queries.server.ts";
import { saveAnswer } from "#app/features/assessment/save-answer.server.ts";
import { saveAnswers } from "#app/features/assessment/save-answers.server.ts";
import { keepFiles, tidyName } from "#app/features/assessment/uploads/keep-files.server.ts";
import { removeFile } from "#app/features/assessment/uploads/remove-file.server.ts";
import { sweepUploads } from "#app/features/assessment/uploads/sweep-uploads.server.ts";
import { visitAttempt } from "#app/features/assessment/visit-attempt.server.ts";
import { finishAssessment } from "#app/features/learning/finish-assessment.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { uploadStorage } from "#app/platform/storage/storage.server.ts";
import { aFileItem, aGradingRoom, anOpenAttempt, aWrittenCheck, type Room } from "#tests/support/grading-builders.ts";

const PDF = Buffer.from("%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n");
const text = (words: string) => ({ name: "notes.txt", bytes: Buffer.from(words) });
let png: Buffer;
let room: Room;

beforeAll(async () => {
  png = await sharp({ create: { width: 4, height: 4, channels: 3, background: "#a33" } })
    .png()
    .toBuffer();
  room = await aGradingRoom(
    aWrittenCheck({ items: [aFileItem(), aFileItem({ key: "other", accept: ["image"], maxFiles: 1, maxSize: 0.1 })] }),
  );
});
afterEach(() => vi.useRealTimers());

const stored = (attemptId: string, itemKey = "sheet") =>
  db.answer.findUnique({ where: { attemptId_itemKey: { attemptId, itemKey } } }).then((answer) => answer?.value);
const filesOf = (attemptId: string) => db.answerFile.findMany({ where: { attemptId }, orderBy: { createdAt: "asc" } });
const hashOf = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

async function pageOf(userId: string, attemptId: string) {
  const visit = await visitAttempt({ id: userId, role: "student" }, attemptId);
  if (visit.status !== "allowed") throw new Error(visit.status);
  const page = await readAttemptPage(visit);
  if (page.status !== "open") throw new Error(page.status);
  return page;
}

test("files are kept once by their content, listed in the answer, and shown with their names", async () => {
  const { own } = await anOpenAttempt(room);
  const files = [
    { name: "My sheet.pdf", bytes: PDF },
    { name: "copy.pdf", bytes: PDF },
  ];
  expect(await keepFiles({ ...own, itemKey: "sheet", files })).toEqual({ status: "kept", files: 2 });
  const rows = await filesOf(own.attemptId);
  expect(rows.map(({ name, blobHash }) => [name, blobHash])).toEqual(
    expect.arrayContaining([
      ["My sheet.pdf", hashOf(PDF)],
      ["copy.pdf", hashOf(PDF)],
    ]),
  );
  expect(await stored(own.attemptId)).toEqual(expect.arrayContaining(rows.map(({ id }) => id)));
  expect(await db.uploadBlob.findUnique({ where: { hash: hashOf(PDF) } })).toMatchObject({
    mediaType: "application/pdf",
    size: PDF.length,
  });
  const page = await pageOf(own.userId, own.attemptId);
  expect(page.questions[0]).toMatchObject({ values: { length: 2 }, files: [{ size: PDF.length }, { size: PDF.length }] });
  expect(await finishAssessment(own)).toMatchObject({ result: { waiting: 1, points: 0 } });
});

test.each([
  [
    "a program under the name of a PDF",
    "sheet",
    { name: "sheet.pdf", bytes: Buffer.from("MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0", "latin1") },
    /none of the kinds/,
  ],
  [
    "a page under the name of a picture",
    "other",
    { name: "a.png", bytes: Buffer.from("<html><script>alert(1)</script>") },
    /none of the kinds/,
  ],
  [
    "a drawing with scripts",
    "other",
    { name: "a.svg", bytes: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>') },
    /none of the kinds/,
  ],
  ["a PDF where a picture is asked for", "other", { name: "a.png", bytes: PDF }, /none of the kinds/],
  ["text with zero bytes", "sheet", { name: "a.txt", bytes: Buffer.from("a\0b") }, /none of the kinds/],
  ["text that is no UTF-8", "sheet", { name: "a.txt", bytes: Buffer.from([0x61, 0xe9, 0x62]) }, /none of the kinds/],
  ["nothing at all", "sheet", { name: "a.txt", bytes: Buffer.alloc(0) }, /is empty/],
  ["too much", "other", { name: "a.png", bytes: Buffer.alloc(100_001) }, /larger than 0.1 MB/],
])("%s is refused in words, and nothing of it is kept", async (_, itemKey, file, message) => {
  const { own } = await anOpenAttempt(room);
  const good = { name: "good.pdf", bytes: PDF };
  const files = itemKey === "sheet" ? [good, file] : [file];
  expect(await keepFiles({ ...own, itemKey, files })).toEqual({ status: "bad", message: expect.stringMatching(message) });
  expect(await filesOf(own.attemptId)).toEqual([]);
  expect(await stored(own.attemptId, itemKey)).toBeUndefined();
  if (file.bytes.length > 0) expect(await uploadStorage().has(hashOf(file.bytes))).toBe(file.bytes.equals(PDF));
});

test("a picture is told from its content, whatever it is called", async () => {
  const { own } = await anOpenAttempt(room);
  expect(await keepFiles({ ...own, itemKey: "other", files: [{ name: "no ending", bytes: png }] })).toEqual({
    status: "kept",
    files: 1,
  });
});

test.each([
  ["../../etc/passwd", "passwd"],
  ["C:\\Users\\me\\sheet.pdf", "sheet.pdf"],
  ["a\r\nSet-Cookie: x.pdf", "aSet-Cookie: x.pdf"],
  ["\u202Efdp.exe", "fdp.exe"],
  ["..", "file"],
  ["", "file"],
  ["a\0b.txt", "ab.txt"],
  [`${"long ".repeat(60)}.pdf`, `${"long ".repeat(60).slice(0, 116)}.pdf`],
])("the name %j is kept as %j", (given, kept) => {
  expect(tidyName(given)).toBe(kept);
});

test("at most so many files as are asked for, also when they are sent at once", async () => {
  const { own } = await anOpenAttempt(room);
  const sent = await Promise.all(
    Array.from({ length: 6 }, (_, index) => keepFiles({ ...own, itemKey: "sheet", files: [text(`number ${index}`)] })),
  );
  expect(sent.filter(({ status }) => status === "kept")).toHaveLength(2);
  expect(sent.filter(({ status }) => status === "bad")).toHaveLength(4);
  expect(await stored(own.attemptId)).toHaveLength(2);
  expect(await filesOf(own.attemptId)).toHaveLength(2);
});

test("a file can be removed and replaced before handing in, and not after", async () => {
  const { own } = await anOpenAttempt(room);
  const stranger = await anOpenAttempt(room);
  await keepFiles({ ...own, itemKey: "sheet", files: [text("first")] });
  const [first] = await filesOf(own.attemptId);
  // Somebody else's hand does nothing, through their own attempt or through this one.
  await removeFile({ ...stranger.own, fileId: first!.id });
  await removeFile({ userId: stranger.own.userId, attemptId: own.attemptId, fileId: first!.id });
  expect(await stored(own.attemptId)).toEqual([first!.id]);
  expect(await removeFile({ ...own, fileId: first!.id })).toEqual({ status: "removed", itemKey: "sheet" });
  expect(await stored(own.attemptId)).toBeNull();
  await keepFiles({ ...own, itemKey: "sheet", files: [text("second")] });
  const [second] = await filesOf(own.attemptId);
  await finishAssessment(own);
  const closed = { status: "refused", reason: "closed" };
  expect(await removeFile({ ...own, fileId: second!.id })).toEqual(closed);
  expect(await keepFiles({ ...own, itemKey: "sheet", files: [text("third")] })).toEqual(closed);
  expect(await stored(own.attemptId)).toEqual([second!.id]);
});

test("handing in and sending at once never leave a file that the score has not seen", async () => {
  for (let round = 0; round < 10; round++) {
    const { own } = await anOpenAttempt(room);
    const [kept, finished] = await Promise.all([
      keepFiles({ ...own, itemKey: "sheet", files: [text(`round ${round}`)] }),
      finishAssessment(own),
    ]);
    const seen = finished.status === "submitted" && finished.result.kind === "graded" && finished.result.waiting === 1;
    expect(seen).toBe(kept.status === "kept");
    expect(await filesOf(own.attemptId)).toHaveLength(seen ? 1 : 0);
  }
});

test("no form and no script names the files of an answer", async () => {
  const theirs = await anOpenAttempt(room);
  await keepFiles({ ...theirs.own, itemKey: "sheet", files: [text("theirs")] });
  const [file] = await filesOf(theirs.attemptId);
  const { own } = await anOpenAttempt(room);
  const answer = { ...own, itemKey: "sheet", value: [file!.id], sequence: now().getTime() };
  expect(await saveAnswer(answer)).toMatchObject({ status: "refused", reason: "bad-value" });
  const form = { given: new Map([["sheet", [file!.id]]]), shown: new Map() };
  expect(await saveAnswers({ ...own, form })).toMatchObject({ status: "saved", saved: 0, bad: [] });
  expect(await stored(own.attemptId)).toBeUndefined();
  // And an old page, which shows none, takes none away.
  await saveAnswers({ ...theirs.own, form: { given: new Map(), shown: new Map([["sheet", [file!.id]]]) } });
  expect(await stored(theirs.attemptId)).toEqual([file!.id]);
});

test("another person's attempt, another item and what is no item take no files", async () => {
  const { own } = await anOpenAttempt(room);
  const { own: other } = await anOpenAttempt(room);
  const files = [text("x")];
  expect(await keepFiles({ userId: other.userId, attemptId: own.attemptId, itemKey: "sheet", files })).toMatchObject({
    reason: "no-such-attempt",
  });
  expect(await keepFiles({ ...own, itemKey: "nothing", files })).toMatchObject({ reason: "no-such-item" });
});

test("bytes that no answer names any more are swept after a while, and no others", async () => {
  const { own } = await anOpenAttempt(room);
  await keepFiles({ ...own, itemKey: "sheet", files: [text("kept for good"), text("taken back")] });
  const rows = await filesOf(own.attemptId);
  const [kept, gone] = [hashOf(Buffer.from("kept for good")), hashOf(Buffer.from("taken back"))];
  await removeFile({ ...own, fileId: rows.find(({ blobHash }) => blobHash === gone)!.id });
  await sweepUploads();
  expect(await uploadStorage().has(gone)).toBe(true);
  await db.uploadBlob.updateMany({ data: { createdAt: new Date(now().getTime() - 3 * 60 * 60 * 1000) } });
  // One that comes back in this very moment is there afterwards, and so are its bytes.
  const back = hashOf(Buffer.from("comes back"));
  await keepFiles({ ...own, itemKey: "sheet", files: [text("comes back")] });
  const again = (await filesOf(own.attemptId)).find(({ blobHash }) => blobHash === back)!;
  await removeFile({ ...own, fileId: again.id });
  await db.uploadBlob.update({ where: { hash: back }, data: { createdAt: new Date(0) } });
  const [swept, sent] = await Promise.all([
    sweepUploads(),
    keepFiles({ ...own, itemKey: "sheet", files: [text("comes back")] }),
    sweepUploads(),
  ]);
  expect(swept).toBeGreaterThanOrEqual(0);
  expect(sent.status).toBe("kept");
  expect(await uploadStorage().has(back)).toBe(true);
  expect(await uploadStorage().has(gone)).toBe(false);
  expect(await db.uploadBlob.findUnique({ where: { hash: gone } })).toBeNull();
  expect(await uploadStorage().has(kept)).toBe(true);
});
