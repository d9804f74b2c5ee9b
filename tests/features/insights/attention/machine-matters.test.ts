import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeEach, describe, expect, test } from "vitest";

/** A real mail server; it refuses everybody for as long as it is told to. */
let refuses = true;
const received: string[] = [];
const server = new SMTPServer({
  disabledCommands: ["STARTTLS", "AUTH"],
  onRcptTo: (_address, _session, callback) =>
    callback(refuses ? Object.assign(new Error("No such mailbox here"), { responseCode: 550 }) : undefined),
  onData(stream, session, callback) {
    stream.resume().on("end", () => {
      received.push(...session.envelope.rcptTo.map(({ address }) => address));
      callback();
    });
  },
});
server.listen(0, "127.0.0.1");
await once(server.server, "listening");
// A file of its own: the configuration is read once a process.
process.env.SMTP_URL = `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
process.env.MAIL_FROM = "school@example.org";

const { listAttention } = await import("#app/features/insights/attention/attention.queries.server.ts");
const { resolveMatter } = await import("#app/features/insights/attention/resolve-matter.server.ts");
const { keepEvent } = await import("#app/features/checkout/stripe-inbox.server.ts");
const { now, shiftClock } = await import("#app/platform/clock.server.ts");
const { db } = await import("#app/platform/db.server.ts");
const { MAX_ATTEMPTS } = await import("#app/platform/jobs.server.ts");
const { queueMail } = await import("#app/platform/mail/queue-mail.server.ts");
const { sendMail } = await import("#app/platform/mail/send-mail.server.ts");
const { anAdmin, aStudent } = await import("#tests/support/people.ts");

beforeEach(async () => {
  shiftClock(0);
  refuses = true;
  received.length = 0;
  await db.outboxMail.deleteMany();
  await db.stripeEvent.deleteMany({ where: { outcome: "wrong-mode" } });
  await db.setAside.deleteMany();
  await db.$executeRaw`delete from graphile_worker._private_jobs`;
});
afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())));

const list = async () => (await listAttention()).matters;
const jobs = () => db.$queryRaw<unknown[]>`select id from graphile_worker.jobs where task_identifier = 'send-mail'`;

describe("a mail that was refused for the last time", () => {
  /** Written, and tried so often. */
  async function aRefusedMail(to: string, tries: number) {
    await queueMail({ to, subject: "Your course is open", text: "https://a.example/claim/secret-link\n", kind: "claim" }, db);
    const { id } = await db.outboxMail.findFirstOrThrow({ where: { to } });
    for (let tried = 0; tried < tries; tried += 1) await expect(sendMail({ mailId: id })).rejects.toThrow();
    await db.$executeRaw`delete from graphile_worker._private_jobs`;
    return id;
  }

  test("is shown with who waits for it and what the server said, and never with what stands in it", async () => {
    const { email } = await aStudent();
    await db.outboxMail.deleteMany();
    const id = await aRefusedMail(email, MAX_ATTEMPTS - 1);
    expect(await list()).toEqual([]);
    await expect(sendMail({ mailId: id })).rejects.toThrow();
    const [matter, ...more] = await list();
    expect(more).toEqual([]);
    expect(matter).toMatchObject({ key: `mail:${id}`, person: { email }, remedy: { kind: "send-again" } });
    expect(matter!.reason).toContain(`“Your course is open” to ${email} was refused ${MAX_ATTEMPTS} times`);
    expect(matter!.reason).toContain("No such mailbox here");
    expect(JSON.stringify(matter)).not.toContain("secret-link");
  });

  test("goes out again by one button, once however often it is pressed, with a line in the audit log", async () => {
    const id = await aRefusedMail("reader@example.org", MAX_ATTEMPTS);
    const { id: actorId } = await anAdmin();
    const press = () => resolveMatter({ key: `mail:${id}`, kind: "send-again", actorId, reason: "" });
    const pressed = await Promise.all([press(), press(), press()]);
    expect(pressed.map(({ status }) => status)).toContain("done");
    expect(await jobs()).toHaveLength(1);
    expect(await list()).toEqual([]);
    expect(await db.auditEntry.findFirst({ where: { subjectId: `mail:${id}` } })).toMatchObject({
      ...{ actorId, action: "attention.resolve" },
      detail: { did: "send-again" },
    });
    refuses = false;
    await sendMail({ mailId: id });
    expect(received).toEqual(["reader@example.org"]);
    expect(await press()).toEqual({ status: "refused", reason: "gone" });
  });

  test("is there again where it is refused again", async () => {
    const id = await aRefusedMail("reader@example.org", MAX_ATTEMPTS);
    const { id: actorId } = await anAdmin();
    await resolveMatter({ key: `mail:${id}`, kind: "send-again", actorId, reason: "" });
    for (let tried = 0; tried < MAX_ATTEMPTS; tried += 1) await expect(sendMail({ mailId: id })).rejects.toThrow();
    expect((await list()).map(({ key }) => key)).toEqual([`mail:${id}`]);
  });
});

describe("events of the other mode", () => {
  let count = 0;
  async function anEvent() {
    count += 1;
    const event = { id: `evt_othermode${count}`, type: "charge.refunded", livemode: true, api_version: null };
    await keepEvent(event, { outcome: "wrong-mode" });
  }

  test("are one matter that says where to look, and is there again when another one comes", async () => {
    await anEvent();
    await anEvent();
    const [matter, ...more] = await list();
    expect(more).toEqual([]);
    expect(matter).toMatchObject({
      key: "other-mode",
      title: "Stripe sends events of live money here",
      remedy: { kind: "dismiss" },
    });
    expect(matter!.reason).toMatch(/^2 events of live money have come to this site of test money/);
    const { id: actorId } = await anAdmin();
    const reason = "The endpoint was moved";
    expect(await resolveMatter({ key: "other-mode", kind: "dismiss", actorId, reason })).toMatchObject({
      status: "done",
      left: false,
    });
    expect(await list()).toEqual([]);
    shiftClock(1_000);
    await anEvent();
    expect((await list())[0]?.reason).toMatch(/^3 events/);
  });

  test("are spoken of for thirty days", async () => {
    await anEvent();
    expect(await list()).toHaveLength(1);
    shiftClock(now().getTime() - Date.now() + 31 * 24 * 60 * 60 * 1000);
    expect((await list()).filter(({ key }) => key === "other-mode")).toEqual([]);
  });
});
