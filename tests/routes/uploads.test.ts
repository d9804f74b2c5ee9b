import { beforeAll, expect, test } from "vitest";
import { releaseGrades } from "#app/features/learning/release-grades.server.ts";
import { db } from "#app/platform/db.server.ts";
import * as attempt from "#app/routes/attempts.$attemptId._index.tsx";
import * as file from "#app/routes/attempts.$attemptId.files.$fileId.ts";
import * as upload from "#app/routes/attempts.$attemptId.upload.tsx";
import * as grade from "#app/routes/instructor.courses.$courseSlug.grading.$attemptId.tsx";
import { onStaff } from "#tests/support/enrolments.ts";
import { aFileItem, aGradingRoom, anOpenAttempt, aWrittenCheck, handedIn, type Room } from "#tests/support/grading-builders.ts";
import { aCookieOf, anInstructor } from "#tests/support/people.ts";
import { aGrant } from "#tests/support/viewers.ts";
import { dataOf, responseOf, visit } from "#tests/support/visit.ts";

const ESSAY = { key: "essay", kind: "long-text", prompt: "Write.", points: 6 };
const check = (given: object = {}) => aWrittenCheck({ items: [aFileItem(), ESSAY], ...given });
let room: Room;
beforeAll(async () => {
  room = await aGradingRoom(check());
});

async function aSender() {
  const open = await anOpenAttempt(room);
  const cookie = await aCookieOf(open.viewer);
  const params = { attemptId: open.attemptId };
  const send = (fields: Record<string, string | File | File[]>) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) form.append(name, one);
    return upload.action(visit(`/attempts/${open.attemptId}/upload`, { cookie, params, form }));
  };
  const page = async () => (await attempt.loader(visit(`/attempts/${open.attemptId}`, { cookie, params }))).page;
  return { ...open, cookie, params, send, page };
}

const aFile = (text: string, name = "sheet.txt") => new File([text], name, { type: "text/plain" });
const NONE = new File([], "", { type: "application/octet-stream" });

test("one form brings files and answers; another takes a file back; the last hands in", async () => {
  const sender = await aSender();
  const sent = await responseOf(() =>
    sender.send({
      intent: "upload",
      shown: "{}",
      "item.essay": "So far.",
      "file.sheet": [aFile("one", "../one.txt"), aFile("two")],
    }),
  );
  expect([sent.status, sent.headers.get("Location")]).toEqual([303, `/attempts/${sender.attemptId}#item-sheet`]);
  const [sheet, essay] = (await sender.page()).questions;
  expect(sheet?.files?.map(({ name }) => name).sort()).toEqual(["one.txt", "sheet.txt"]);
  expect(essay?.values).toEqual(["So far."]);

  const shown = JSON.stringify({ essay: ["So far."] });
  const gone = sheet!.files!.find(({ name }) => name === "one.txt")!;
  await responseOf(() => sender.send({ intent: `remove:${gone.id}`, shown, "item.essay": "So far.", "file.sheet": NONE }));
  expect((await sender.page()).questions[0]?.files?.map(({ name }) => name)).toEqual(["sheet.txt"]);

  const handed = await responseOf(() =>
    sender.send({ intent: "submit", shown, "item.essay": "Done.", "file.sheet": aFile("three", "third.txt") }),
  );
  expect(handed.headers.get("Location")).toBe(`/attempts/${sender.attemptId}/result`);
  expect(await db.score.findFirst({ where: { attemptId: sender.attemptId } })).toMatchObject({ result: { waiting: 2 } });
  expect(await db.answerFile.count({ where: { attemptId: sender.attemptId } })).toBe(2);
});

test("what is wrong with a file stands beside its question, and the answers are saved all the same", async () => {
  const sender = await aSender();
  const { data, status } = await dataOf(
    sender.send({ intent: "submit", shown: "{}", "item.essay": "Kept.", "file.sheet": aFile("MZ\0\0", "a.pdf") }),
  );
  expect([status, data]).toMatchObject([
    422,
    { status: "bad", errors: { sheet: expect.stringContaining("“a.pdf” is none of the kinds") } },
  ]);
  const page = await sender.page();
  expect(page.questions).toMatchObject([{ files: [] }, { values: ["Kept."] }]);
});

test("handing in asks once about a question without a file", async () => {
  const sender = await aSender();
  const asked = await responseOf(() =>
    sender.send({ intent: "submit", shown: "{}", "item.essay": "Only this.", "file.sheet": NONE }),
  );
  expect(asked.headers.get("Location")).toBe(`/attempts/${sender.attemptId}?missing#notice`);
  const later = await responseOf(() => sender.send({ intent: "later", shown: "{}", "file.sheet": NONE }));
  expect(later.headers.get("Location")).toBe(`/learn/${room.course.key}/check`);
});

test("a form that is cut off, too large or none at all keeps nothing and says why", async () => {
  const sender = await aSender();
  const raw = (body: BodyInit, headers: Record<string, string>) => {
    const args = visit(`/attempts/${sender.attemptId}/upload`, { cookie: sender.cookie, params: sender.params, form: {} });
    const all = new Headers(args.request.headers);
    for (const [name, value] of Object.entries(headers)) all.set(name, value);
    args.request = new Request(args.request.url, { method: "POST", headers: all, body, duplex: "half" } as RequestInit);
    return dataOf(upload.action(args));
  };
  const multipart = { "Content-Type": "multipart/form-data; boundary=edge" };
  const cut = '--edge\r\nContent-Disposition: form-data; name="file.sheet"; filename="a.txt"\r\n\r\nhalf of';
  expect(await raw(cut, multipart)).toMatchObject({
    status: 400,
    data: { errors: { sheet: expect.stringContaining("did not arrive whole") } },
  });
  expect(await raw(cut, { ...multipart, "Content-Length": "900000000" })).toMatchObject({ status: 413 });
  expect(await raw("a=b", { "Content-Type": "application/x-www-form-urlencoded" })).toMatchObject({ status: 400 });
  const chunk = new Uint8Array(1_000_000);
  let sentBytes = 0;
  const endless = new ReadableStream({
    pull(controller) {
      sentBytes += chunk.length;
      controller.enqueue(chunk);
    },
  });
  expect(await raw(endless, multipart)).toMatchObject({ status: 413 });
  expect(sentBytes).toBeLessThan(40_000_000);
  expect(await db.answerFile.count({ where: { attemptId: sender.attemptId } })).toBe(0);
});

test("who may no longer open the course sends nothing more", async () => {
  const sender = await aSender();
  await db.entitlement.updateMany({ where: { userId: sender.viewer.id }, data: { revokedAt: new Date() } });
  const left = await responseOf(() => sender.send({ intent: "upload", shown: "{}", "file.sheet": aFile("late") }));
  expect(left.headers.get("Location")).toMatch(new RegExp(`^/courses/${room.course.key}\\?closed=`));
  expect(await db.answerFile.count({ where: { attemptId: sender.attemptId } })).toBe(0);
});

test("a file is for its owner and, once it is handed in, for who grades: saved, never shown, and nobody else's", async () => {
  const sender = await aSender();
  await responseOf(() =>
    sender.send({ intent: "upload", shown: "{}", "file.sheet": aFile("<script>1</script>", "käse'.html.txt") }),
  );
  const row = await db.answerFile.findFirstOrThrow({ where: { attemptId: sender.attemptId } });
  const fetchAs = async (person: { id: string } | null, attemptId = sender.attemptId) => {
    const cookie = person ? await aCookieOf(person) : undefined;
    return responseOf(() => file.loader(visit("/f", { cookie, params: { attemptId, fileId: row.id } })));
  };
  const own = await fetchAs(sender.viewer);
  expect(await own.text()).toBe("<script>1</script>");
  expect(Object.fromEntries(own.headers)).toMatchObject({
    "content-type": "application/octet-stream",
    "content-disposition": "attachment; filename*=UTF-8''k%C3%A4se%27.html.txt",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
    "cache-control": "private, no-store",
  });

  const [fellow, foreign, looker] = [(await anOpenAttempt(room)).viewer, (await aGradingRoom()).grader, await anInstructor()];
  await onStaff(looker, room.course, "viewer");
  // Before it is handed in it is nobody else's business.
  expect((await fetchAs(room.grader)).status).toBe(404);
  await responseOf(() => sender.send({ intent: "submit-anyway", shown: "{}", "file.sheet": NONE }));
  expect((await fetchAs(room.grader)).status).toBe(200);
  for (const person of [fellow, foreign, looker]) expect((await fetchAs(person)).status).toBe(404);
  expect((await fetchAs(null)).status).toBe(302);
  const other = await anOpenAttempt(room);
  expect((await fetchAs(other.viewer, other.attemptId)).status).toBe(404);
});

test("where grading is blind the name of a file is hidden from graders until everything is released", async () => {
  const blind = await aGradingRoom(check({ blind: true }));
  const files = { sheet: [{ name: "Bella Blind.txt", bytes: Buffer.from("By me.") }] };
  const { attemptId, viewer } = await handedIn(blind, {}, files, { name: "Bella Blind" });
  const cookie = await aCookieOf(blind.grader);
  const row = await db.answerFile.findFirstOrThrow({ where: { attemptId } });
  const nameFor = async (who: string) => {
    const answer = await responseOf(() => file.loader(visit("/f", { cookie: who, params: { attemptId, fileId: row.id } })));
    return answer.headers.get("Content-Disposition");
  };
  const { page } = await grade.loader(visit("/g", { cookie, params: { courseSlug: blind.course.key, attemptId } }));
  expect(JSON.stringify(page)).not.toContain("Bella");
  expect(page.items[0]?.files).toMatchObject([{ name: "file-1.txt" }]);
  expect(await nameFor(cookie)).toBe("attachment; filename*=UTF-8''file-1.txt");
  expect(await nameFor(await aCookieOf(viewer))).toContain("Bella");
  await db.grade.create({
    data: { attemptId, itemKey: "sheet", draftMarks: { points: 4 }, revision: 1, graderId: blind.grader.id },
  });
  await releaseGrades({ graderId: blind.grader.id, courseId: blind.course.courseId, attemptId });
  expect(await nameFor(cookie)).toContain("Bella");
});

test("uploads are counted, so that nobody fills the disk", async () => {
  const sender = await aSender();
  await aGrant({ userId: sender.viewer.id, courseId: room.course.courseId });
  await db.rateLimit.deleteMany();
  let last = 0;
  for (let count = 0; count < 101; count++) {
    const outcome = await Promise.resolve(sender.send({ intent: "upload", shown: "{}", "file.sheet": NONE }));
    last = outcome instanceof Response ? outcome.status : ((outcome as { init?: ResponseInit | null }).init?.status ?? 0);
  }
  expect(last).toBe(429);
});
