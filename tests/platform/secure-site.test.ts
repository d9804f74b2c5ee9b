import { expect, test } from "vitest";

// A file of its own: the configuration is read once a process.
process.env.APP_URL = "https://school.example";
process.env.PAYMENTS = "sandbox";
process.env.MAIL = "outbox";

const { openSession, readSession, closeSession } = await import("#app/platform/sessions/session.server.ts");
const { signUp } = await import("#app/features/accounts/sign-up.server.ts");
const { readOutboxMail, isOutboxPublic } = await import("#app/features/accounts/outbox.queries.server.ts");
const { aPerson, cookieIn } = await import("#tests/support/people.ts");
const { mailsTo } = await import("#tests/support/outbox.ts");

test("by https the cookie is Secure and bound to the host, and the unbound one is not read", async () => {
  const person = await aPerson();
  const setCookie = await openSession(person.id, "Test browser");
  expect(setCookie).toMatch(/^__Host-session=[\w-]{43}; HttpOnly; Max-Age=2592000; Path=\/; SameSite=Lax; Secure$/);
  const cookie = cookieIn(setCookie);
  expect((await readSession(cookie)).viewer?.id).toBe(person.id);
  expect(await readSession(cookie.replace("__Host-", ""))).toEqual({ viewer: null });
  const cleared = await closeSession({ userId: person.id, sessionHash: "x" });
  expect(cleared).toMatch(/^__Host-session=; HttpOnly; Max-Age=0; Path=\/; SameSite=Lax; Secure$/);
});

test("links in mails lead to the site's own address", async () => {
  await signUp({
    name: "Ada",
    email: "ada@example.org",
    password: "eight words or so",
    clientAddress: "192.0.2.1",
    returnTo: "/learn",
  });
  const [mail] = await mailsTo("ada@example.org");
  expect(mail?.text).toMatch(/^https:\/\/school\.example\/verify-email\/[\w-]{43}\?returnTo=%2Flearn$/m);
});

test("on a live site the outbox is for admins, and shows them nobody's one-time link", async () => {
  expect(isOutboxPublic(new Request("http://127.0.0.1:3000/outbox"))).toBe(false);
  await signUp({ name: "Bob", email: "bob@example.org", password: "eight words or so", clientAddress: "192.0.2.1" });
  const [mail] = await mailsTo("bob@example.org");
  expect((await readOutboxMail(mail?.id ?? ""))?.text).toContain("https://school.example/verify-email/[hidden]");
});
