import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { db } from "#app/platform/db.server.ts";
import { mailsTo } from "#tests/support/outbox.ts";
import { aCookieOf, aStudent } from "#tests/support/people.ts";
import { askRoute } from "#tests/support/routes.ts";
import { startSandbox } from "#tests/support/sandbox.ts";
import { aCourseForSale } from "#tests/support/shop.ts";
import { addresses, anOpenTeam, aTeam, seatTokenFor } from "#tests/support/teams.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

const ask = (name: string, params: Record<string, string>, cookie?: string, form?: Record<string, string>, query?: string) =>
  askRoute({ name, method: form ? "POST" : "GET", params, cookie, form, query });

test("the form sells so many seats, and says beside the field what is wrong", async () => {
  const course = await aCourseForSale();
  const cookie = await aCookieOf(await aStudent());
  const send = (form: Record<string, string>) => ask("courses.$courseSlug.team", { courseSlug: course.key }, cookie, form);
  const form = { name: "Us", seats: "7", requestId: randomUUID() };
  for (const seats of ["1", "501", "two", "2.5", "-3", ""]) {
    expect(await send({ ...form, seats })).toMatchObject({ status: 400, said: expect.stringContaining("2 to 500 seats") });
  }
  expect(await send(form)).toMatchObject({ status: 303, location: expect.stringContaining("/payment-sandbox/pay/") });
  expect(await db.order.findFirst({ where: { items: { some: { product: { key: course.key } } } } })).toMatchObject({
    total: 7 * 14_900,
  });
});

test("from the success page to the member: invited, joined, and the second press leads to the course", async () => {
  const course = await aCourseForSale();
  const team = await aTeam(course, sandbox.controls);
  const owner = await aCookieOf(team.owner);
  const done = await ask("checkout.success", {}, owner, undefined, `?session_id=${team.sessionId}`);
  expect(JSON.parse(done.said)).toMatchObject({ state: "paid", purpose: "team", teamId: team.teamId });
  const page = (form?: Record<string, string>) => ask("teams.$teamId", { teamId: team.teamId }, owner, form);
  const [one, two] = addresses(2) as [string, string];
  const wrong = await page({ intent: "invite", emails: `${one}\nnobody\n${two}` });
  expect(wrong).toMatchObject({ status: 400, said: expect.stringContaining("No e-mail address: nobody") });
  expect(wrong.said).toContain(two);
  expect((await page({ intent: "invite", emails: ` ${one.toUpperCase()} ,\n${two};` })).location).toBe(
    `/teams/${team.teamId}?done=invited`,
  );
  expect((await page({ intent: "invite", emails: one })).said).toContain("has a seat already");
  expect((await page({ intent: "invite", emails: addresses(2).join("\n") })).said).toContain("free seats (1)");

  const token = await seatTokenFor(one);
  const link = (cookie?: string, form?: Record<string, string>) => ask("seat.$token", { token }, cookie, form);
  const signedOut = await link();
  expect(signedOut.said).toContain(encodeURIComponent(`/seat/${token}`));
  expect(signedOut.said).not.toContain(one);
  expect((await link(undefined, {})).location).toMatch(/^\/sign-in\?/);
  const member = await aCookieOf(await aStudent({ name: "Mia Member" }));
  for (let press = 0; press < 2; press += 1) expect((await link(member, {})).location).toBe(`/learn/${course.key}`);
  expect((await link()).status).toBe(410);
  expect(JSON.parse((await page()).said).team).toMatchObject({
    free: 1,
    seats: [{ name: "Mia Member", state: "joined" }, { state: "invited" }],
  });
  expect(JSON.parse((await ask("teams._index", {}, owner)).said).teams).toMatchObject([{ seats: 3, joined: 1 }]);
});

test("sending again and taking back, and seats of other teams are none", async () => {
  const [email] = addresses(1) as [string];
  const team = await aTeam(await aCourseForSale(), sandbox.controls, { emails: [email] });
  const other = await aTeam(await aCourseForSale(), sandbox.controls, { emails: addresses(1) });
  const owner = await aCookieOf(team.owner);
  const press = (intent: string, seatId: string) => ask("teams.$teamId", { teamId: team.teamId }, owner, { intent, seatId });
  expect((await press("resend", team.seatIds[0]!)).location).toBe(`/teams/${team.teamId}?done=sent`);
  expect(await mailsTo(email)).toHaveLength(2);
  expect((await press("resend", other.seatIds[0]!)).status).toBe(404);
  expect((await press("take-back", other.seatIds[0]!)).status).toBe(404);
  expect((await press("take-back", team.seatIds[0]!)).location).toBe(`/teams/${team.teamId}?done=taken-back`);
  expect((await press("resend", team.seatIds[0]!)).location).toBe(`/teams/${team.teamId}?done=late`);
});

test("before the money is there, nobody is invited", async () => {
  const team = await anOpenTeam(await aCourseForSale());
  const owner = await aCookieOf(team.owner);
  const invited = await ask("teams.$teamId", { teamId: team.teamId }, owner, { intent: "invite", emails: addresses(1)[0]! });
  expect(invited.location).toBe(`/teams/${team.teamId}?done=late`);
  expect(JSON.parse((await ask("teams.$teamId", { teamId: team.teamId }, owner)).said).team).toMatchObject({ state: "not-paid" });
  expect(JSON.parse((await ask("teams._index", {}, owner)).said).teams).toEqual([]);
});
