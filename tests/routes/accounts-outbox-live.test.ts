import { expect, test } from "vitest";

// A file of its own: the configuration is read once a process.
process.env.APP_URL = "https://school.example";
process.env.PAYMENTS = "sandbox";
process.env.MAIL = "outbox";

const index = await import("#app/routes/outbox._index.tsx");
const mail = await import("#app/routes/outbox.$mailId.tsx");
const checkYourMail = await import("#app/routes/check-your-mail.tsx");
const { aCookieOf, anAdmin, anInstructor, aStudent } = await import("#tests/support/people.ts");
const { dataOf, responseOf, visit } = await import("#tests/support/visit.ts");

test("on a live site only admins find the outbox", async () => {
  const params = { mailId: "x" };
  for (const person of [await aStudent(), await anInstructor()]) {
    const cookie = await aCookieOf(person);
    expect((await responseOf(() => index.loader(visit("/outbox", { cookie })))).status).toBe(404);
    expect((await responseOf(() => mail.loader(visit("/outbox/x", { cookie, params })))).status).toBe(404);
  }
  expect((await responseOf(() => index.loader(visit("/outbox")))).headers.get("Location")).toBe("/sign-in?returnTo=%2Foutbox");
  expect((await responseOf(() => mail.loader(visit("/outbox/x", { params })))).headers.get("Location")).toBe(
    "/sign-in?returnTo=%2Foutbox%2Fx",
  );
  const admin = await aCookieOf(await anAdmin());
  expect((await dataOf(index.loader(visit("/outbox", { cookie: admin })))).data).toMatchObject({ mails: [], unsent: false });
});

test("on a live site nobody is sent to the outbox for a mail", async () => {
  expect((await dataOf(checkYourMail.loader(visit("/check-your-mail?about=reset")))).data.outbox).toBe(false);
});
