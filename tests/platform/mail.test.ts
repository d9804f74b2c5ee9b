import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeEach, expect, test } from "vitest";

/** A real SMTP server that says no as often as `refusals` tells it to. */
const received: { mail: ParsedMail; recipients: string[] }[] = [];
let refusals = 0;
const server = new SMTPServer({
  disabledCommands: ["STARTTLS"],
  onAuth: ({ username, password }, _session, callback) =>
    username === "school" && password === "p@ss" ? callback(null, { user: username }) : callback(new Error("unknown")),
  onData(stream, session, callback) {
    simpleParser(stream).then((mail) => {
      if (refusals > 0) {
        refusals -= 1;
        return callback(Object.assign(new Error("Try again later"), { responseCode: 451 }));
      }
      received.push({ mail, recipients: session.envelope.rcptTo.map(({ address }) => address) });
      callback();
    }, callback);
  },
});
server.listen(0, "127.0.0.1");
await once(server.server, "listening");
const { port } = server.server.address() as AddressInfo;

// A file of its own: the configuration is read once a process.
process.env.SMTP_URL = `smtp://school:p%40ss@127.0.0.1:${port}`;
process.env.MAIL_FROM = "Schöne Schule <school@example.org>";

const { db } = await import("#app/platform/db.server.ts");
const { queueMail } = await import("#app/platform/mail/queue-mail.server.ts");
const { sendMail } = await import("#app/platform/mail/send-mail.server.ts");
const { startWorker } = await import("#app/platform/jobs.server.ts");
const { signUp } = await import("#app/features/accounts/sign-up.server.ts");
const { isOutboxPublic } = await import("#app/features/accounts/outbox.queries.server.ts");

async function aMail(given: Partial<{ to: string; subject: string; text: string; dedupeKey: string }> = {}) {
  const mail = { to: "reader@example.org", subject: "Hello", text: "Text\n", kind: "test", ...given };
  await queueMail(mail, db);
  return db.outboxMail.findFirstOrThrow({ where: { subject: mail.subject }, orderBy: { id: "desc" } });
}
const jobs = () => db.$queryRaw<{ task_identifier: string }[]>`select task_identifier from graphile_worker.jobs`;

beforeEach(async () => {
  received.length = 0;
  refusals = 0;
  await db.outboxMail.deleteMany();
  await db.$executeRaw`delete from graphile_worker._private_jobs`;
});
afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));

test("a mail arrives as it was written, in any script", async () => {
  const text = `Grüße, 你好 👋\n\n.a line that begins with a dot\nhttp://127.0.0.1:3000/verify-email/${"x".repeat(43)}?returnTo=%2F${"y".repeat(1_500)}\n`;
  const { id } = await aMail({ subject: "Ihre Rechnung – «fällig» 👋", text });
  await sendMail({ mailId: id });
  expect(received).toHaveLength(1);
  const [{ mail, recipients } = expect.fail()] = received;
  expect(recipients).toEqual(["reader@example.org"]);
  expect(mail.subject).toBe("Ihre Rechnung – «fällig» 👋");
  expect(mail.text).toBe(text);
  expect(mail.from?.value).toEqual([{ address: "school@example.org", name: "Schöne Schule" }]);
  expect(mail.messageId).toBe(`<${id}@127.0.0.1>`);
  expect(await db.outboxMail.findUniqueOrThrow({ where: { id } })).toMatchObject({
    attempts: 1,
    error: null,
    sentAt: expect.any(Date),
  });
});

test("a server that refuses and later accepts gets the mail once, and the row tells both", async () => {
  const { id } = await aMail();
  refusals = 2;
  for (const tries of [1, 2]) {
    await expect(sendMail({ mailId: id })).rejects.toThrow("Try again later");
    const row = await db.outboxMail.findUniqueOrThrow({ where: { id } });
    expect(row).toMatchObject({ attempts: tries, sentAt: null, error: expect.stringContaining("Try again later") });
  }
  await sendMail({ mailId: id });
  await sendMail({ mailId: id });
  expect(received).toHaveLength(1);
  expect(await db.outboxMail.findUniqueOrThrow({ where: { id } })).toMatchObject({
    attempts: 3,
    error: null,
    sentAt: expect.any(Date),
  });
});

test("what is queued in a transaction that fails is neither written nor sent", async () => {
  const failing = db.$transaction(async (tx) => {
    await queueMail({ to: "a@example.org", subject: "Never", text: "", kind: "test" }, tx);
    throw new Error("something after it failed");
  });
  await expect(failing).rejects.toThrow("something after it failed");
  expect(await db.outboxMail.count()).toBe(0);
  expect(await jobs()).toEqual([]);
});

test("a mail with a key is queued once, however often and at once it is asked for", async () => {
  const mail = { to: "a@example.org", subject: "Receipt", text: "", kind: "receipt", dedupeKey: "receipt:1" };
  await Promise.all(Array.from({ length: 10 }, () => queueMail(mail, db)));
  expect(await db.outboxMail.count()).toBe(1);
  expect(await jobs()).toEqual([{ task_identifier: "send-mail" }]);
});

test("a mail that is gone, or an id that was made up, is no fault of the queue", async () => {
  await sendMail({ mailId: "no such mail" });
  expect(received).toEqual([]);
});

test("a sign-up's mail reaches the person by the job queue, with the link that opens the account", async () => {
  const nothing = async () => {};
  const others = {
    "process-stripe-event": nothing,
    "settle-order": nothing,
    reconcile: nothing,
    "publish-due-drafts": nothing,
    "send-due-gifts": nothing,
    "send-due-reminders": nothing,
    "submit-overdue-attempts": nothing,
    "sweep-expired": nothing,
    "sweep-guest-buyers": nothing,
    "sweep-guest-results": nothing,
    "sweep-unfinished": nothing,
    "sweep-uploads": nothing,
  };
  const worker = await startWorker({ ...others, "send-mail": sendMail }, []);
  try {
    await signUp({ name: "Ada", email: "ada@example.org", password: "eight words or so", clientAddress: "192.0.2.1" });
    await expect.poll(() => received.length, { timeout: 10_000 }).toBe(1);
  } finally {
    await worker.stop();
  }
  expect(received[0]?.recipients).toEqual(["ada@example.org"]);
  expect(received[0]?.mail.text).toMatch(/^http:\/\/127\.0\.0\.1:3000\/verify-email\/[\w-]{43}$/m);
});

test("where mail is sent the outbox is not for everybody", () => {
  expect(isOutboxPublic(new Request("http://127.0.0.1:3000/outbox"))).toBe(false);
});
