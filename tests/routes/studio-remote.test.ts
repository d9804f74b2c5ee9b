import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { runCourseCommand } from "#app/cli/course/run.ts";
import { changeDraft } from "#app/features/authoring/change-draft.server.ts";
import { readDraftFiles } from "#app/features/authoring/draft-files.queries.server.ts";
import { makeCourseToken } from "#app/features/authoring/remote/make-course-token.server.ts";
import { revokeCourseToken } from "#app/features/authoring/remote/revoke-course-token.server.ts";
import { db } from "#app/platform/db.server.ts";
import { aDraft } from "#tests/support/drafts.ts";
import { loadRoute } from "#tests/support/routes.ts";

/** The site's routes for programs, over HTTP. */
let server: Server;
let site: string;
const aside = mkdtempSync(path.join(os.tmpdir(), "remote-"));

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const [, , , courseKey, what, hash] = (request.url ?? "").split("/");
    const { loader, action } = await loadRoute(`api.courses.$courseKey.${what}${hash ? ".$hash" : ""}`);
    const init = { method: request.method, headers: request.headers as Record<string, string> };
    const body = request.method === "POST" ? Buffer.concat(chunks) : undefined;
    const args = { request: new Request(`${site}${request.url}`, { ...init, body }), params: { courseKey, hash }, context: {} };
    const work = request.method === "POST" ? action : loader;
    const answer = (await Promise.resolve(work?.(args as never)).catch((thrown) => thrown)) as Response;
    response.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  site = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
});
afterAll(() => {
  server.close();
  rmSync(aside, { recursive: true, force: true });
});

async function aRemote(scope: "read" | "write" | "publish" = "publish") {
  const draft = await aDraft();
  const { draftId, courseId, courseKey, viewer } = draft;
  const { token, id } = await makeCourseToken({ draftId, courseId, userId: viewer.id, name: "laptop", scope });
  const dir = path.join(aside, courseKey);
  const course = async (command: string, ...words: string[]) => {
    const said: string[] = [];
    const spies = (["log", "error"] as const).map((name) =>
      vi.spyOn(console, name).mockImplementation((text) => void said.push(String(text))),
    );
    const code = await runCourseCommand([command, dir, "--site", site, "--token", token, "--course", courseKey, ...words]);
    for (const spy of spies) spy.mockRestore();
    return { code, said: said.join("\n") };
  };
  const inStudio = async (file: string, text: string) => {
    const { revision } = await db.draft.findUniqueOrThrow({ where: { id: draftId } });
    await changeDraft({
      draftId,
      authorId: viewer.id,
      way: "studio",
      what: "x",
      basedOn: revision,
      changes: new Map([[file, Buffer.from(text)]]),
    });
  };
  const textOf = async (file: string) => (await readDraftFiles({ draftId })).files.get(file)?.toString();
  const file = (name: string) => path.join(dir, name);
  return { ...draft, token, tokenId: id, dir, course, inStudio, textOf, file };
}

const ONE = "modules/first/one.md";
const TWO = "modules/first/two.md";

test("pull, push, check and publish work on one draft with the studio in turn, and nothing is lost between them", async () => {
  const { course, inStudio, textOf, file, draftId } = await aRemote();
  expect(await course("pull")).toMatchObject({ code: 0 });
  for (const [name, bytes] of (await readDraftFiles({ draftId })).files)
    expect(readFileSync(file(name)).equals(bytes)).toBe(true);

  // Different files: a push goes through, and brings what the studio did.
  const [one, two] = [await textOf(ONE), await textOf(TWO)];
  await inStudio(TWO, `${two}From the studio.\n`);
  writeFileSync(file(ONE), `${one}From the folder.\n`);
  writeFileSync(file("media-note.txt"), "new");
  expect(await course("push")).toMatchObject({ code: 0 });
  expect(await textOf(ONE)).toBe(`${one}From the folder.\n`);
  expect(readFileSync(file(TWO), "utf8")).toBe(`${two}From the studio.\n`);

  // The same file: refused, merged by a pull, and pushed.
  await inStudio(ONE, `${one}From the folder.\n`.replace("kind: text", "kind: text\nminutes: 9"));
  writeFileSync(file(ONE), `${one}From the folder, once more.\n`);
  const refused = await course("push");
  expect(refused.code).toBe(1);
  expect(refused.said).toContain(`${ONE}: can be merged`);
  expect(await textOf(ONE)).not.toContain("once more");
  expect(await course("pull")).toMatchObject({ code: 0 });
  expect(await course("push")).toMatchObject({ code: 0 });
  expect(await textOf(ONE)).toContain("minutes: 9");
  expect(await textOf(ONE)).toContain("From the folder, once more.");

  // The same line: marks in the file, and no push before somebody has chosen.
  await inStudio(TWO, "---\nkey: two\ntitle: Studio\nsummary: S.\n---\nS\n");
  writeFileSync(file(TWO), "---\nkey: two\ntitle: Folder\nsummary: S.\n---\nS\n");
  expect(await course("push")).toMatchObject({ code: 1 });
  expect(await course("pull")).toMatchObject({ code: 1, said: expect.stringContaining("conflict") });
  expect((await course("push")).said).toContain("Marks of a merge");
  writeFileSync(file(TWO), "---\nkey: two\ntitle: Both\nsummary: S.\n---\nS\n");
  rmSync(file("media-note.txt"));
  expect(await course("push")).toMatchObject({ code: 0 });
  expect(await textOf("media-note.txt")).toBeUndefined();

  expect(await course("check")).toMatchObject({ code: 0, said: expect.stringContaining("faults: 0") });
  expect(await course("publish")).toMatchObject({ code: 0, said: expect.stringContaining("release 1") });
});

test("a token opens its own course, as far as its scope goes, until it is ended or its person has lost their place", async () => {
  const [mine, other] = [await aRemote("read"), await aRemote("write")];
  const ask = async (token: string, courseKey: string, what: string, method = "GET", body = "{}") =>
    (
      await fetch(`${site}/api/courses/${courseKey}/${what}`, {
        method,
        headers: { Authorization: `Bearer ${token}` },
        ...(method === "POST" && { body }),
      })
    ).status;
  expect(await ask(mine.token, mine.courseKey, "draft")).toBe(200);
  expect((await db.courseToken.findUniqueOrThrow({ where: { id: mine.tokenId } })).lastUsedAt).not.toBeNull();
  expect(await ask(mine.token, other.courseKey, "draft")).toBe(401);
  expect(await ask("x".repeat(43), mine.courseKey, "draft")).toBe(401);
  for (const [what, method] of [
    ["draft", "POST"],
    ["publish", "POST"],
    [`files/${"0".repeat(64)}`, "POST"],
  ] as const)
    expect(await ask(mine.token, mine.courseKey, what, method), what).toBe(403);
  expect(await ask(other.token, other.courseKey, "publish", "POST")).toBe(403);
  expect(await ask(other.token, other.courseKey, "draft", "POST", "not json")).toBe(422);

  // Bytes of another course are not there, whether read or named in a push.
  const [foreign] = await db.draftFile.findMany({ where: { draftId: mine.draftId, path: ONE } });
  await changeDraft({
    draftId: mine.draftId,
    authorId: null,
    way: "push",
    what: "x",
    basedOn: 1,
    changes: new Map([[ONE, Buffer.from("only mine")]]),
  });
  const secret = (await db.draftFile.findFirstOrThrow({ where: { draftId: mine.draftId, path: ONE } })).blobHash;
  expect(foreign!.blobHash).not.toBe(secret);
  expect(await ask(other.token, other.courseKey, `files/${secret}`)).toBe(404);
  const push = JSON.stringify({ basedOn: 1, what: "Taken", changes: [{ path: "stolen.md", hash: secret }] });
  expect(await ask(other.token, other.courseKey, "draft", "POST", push)).toBe(422);

  await db.courseStaff.updateMany({ where: { courseId: other.courseId }, data: { role: "viewer" } });
  expect(await ask(other.token, other.courseKey, "draft")).toBe(401);
  await revokeCourseToken({ draftId: mine.draftId, courseId: mine.courseId, actorId: mine.viewer.id, tokenId: mine.tokenId });
  expect(await ask(mine.token, mine.courseKey, "draft")).toBe(401);
  const rows = await db.courseToken.findMany();
  for (const { tokenHash } of rows) expect([mine.token, other.token]).not.toContain(tokenHash);
});
