import { expect, test } from "vitest";
import { db } from "#app/platform/db.server.ts";
import { queueMail } from "#app/platform/mail/queue-mail.server.ts";
import * as index from "#app/routes/outbox._index.tsx";
import * as mail from "#app/routes/outbox.$mailId.tsx";
import { dataOf, responseOf, visit } from "#tests/support/visit.ts";

test("on a local site everybody reads the outbox: empty, with mails, and page by page", async () => {
  expect((await dataOf(index.loader(visit("/outbox")))).data).toEqual({ mails: [], older: null, unsent: true });
  for (let number = 1; number <= 120; number++)
    await queueMail({ to: `reader-${number}@example.org`, subject: `Mail ${number}`, text: "Text", kind: "test" }, db);
  const seen: string[] = [];
  let older: string | null = "";
  while (older !== null) {
    const page: Awaited<ReturnType<typeof index.loader>> = await index.loader(visit(`/outbox?before=${older}`));
    expect(page.mails.length).toBeLessThanOrEqual(50);
    seen.push(...page.mails.map(({ subject }) => subject));
    older = page.older;
  }
  expect(seen).toEqual(Array.from({ length: 120 }, (_, index) => `Mail ${120 - index}`));
  expect((await dataOf(index.loader(visit("/outbox?before=%00")))).data.mails).toHaveLength(50);
});

test("a mail is shown whole, and an id that is none of the outbox's is a 404", async () => {
  const text = "Follow http://127.0.0.1:3000/verify-email/abc\n";
  await queueMail({ to: "a@example.org", subject: "A link", text, kind: "test" }, db);
  const { id } = await db.outboxMail.findFirstOrThrow({ where: { subject: "A link" } });
  expect((await dataOf(mail.loader(visit(`/outbox/${id}`, { params: { mailId: id } })))).data.mail).toMatchObject({
    to: "a@example.org",
    text,
  });
  for (const mailId of ["", "x", "\u0000", "0".repeat(36), "x".repeat(10_000)]) {
    expect((await responseOf(() => mail.loader(visit("/outbox/x", { params: { mailId } })))).status).toBe(404);
  }
});

test("asked for by another name, as by a page that has made this machine its own, it is for admins", async () => {
  const foreign = visit("/outbox");
  const request = new Request("http://evil.example:3000/outbox", { headers: foreign.request.headers });
  const response = await responseOf(() => index.loader({ ...foreign, request }));
  expect(response.headers.get("Location")).toMatch(/^\/sign-in/);
});
