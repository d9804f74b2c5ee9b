import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fulfil } from "#app/features/checkout/fulfil.server.ts";
import { previewRefund } from "#app/features/checkout/refund-order.server.ts";
import { inviteToTeam } from "#app/features/checkout/teams/invite-to-team.server.ts";
import { joinTeam } from "#app/features/checkout/teams/join-team.server.ts";
import { resendSeat } from "#app/features/checkout/teams/resend-seat.server.ts";
import { startTeam } from "#app/features/checkout/teams/start-team.server.ts";
import { takeBackSeat } from "#app/features/checkout/teams/take-back-seat.server.ts";
import { readSeatPage, readTeam } from "#app/features/checkout/teams/team.queries.server.ts";
import { completeLesson } from "#app/features/learning/complete-lesson.server.ts";
import { db } from "#app/platform/db.server.ts";
import { newSecretToken } from "#app/platform/secret-token.server.ts";
import { readSession } from "#app/platform/sessions/session.server.ts";
import { stripe } from "#app/platform/stripe/stripe.server.ts";
import { mailsTo } from "#tests/support/outbox.ts";
import { aCookieOf, aStudent } from "#tests/support/people.ts";
import { startSandbox } from "#tests/support/sandbox.ts";
import { aCourseForSale, aPurchase, orderState } from "#tests/support/shop.ts";
import { addresses, anOpenTeam, aTeam, seatTokenFor } from "#tests/support/teams.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());

const EACH = 14_900;
const liveOf = (userId: string) => db.entitlement.count({ where: { userId, revokedAt: null } });
const settle = (team: { sessionId: string }) => fulfil(team.sessionId, { thorough: true });
const pageOf = async (team: { owner: { id: string }; teamId: string }) =>
  (await readTeam({ userId: team.owner.id, teamId: team.teamId }))!;
const begin = async (person: { id: string }, course: { key: string }) => {
  const { viewer } = await readSession(await aCookieOf(person));
  await completeLesson({ viewer: viewer!, courseKey: course.key, lessonKey: "preview" });
};

describe("buying seats", () => {
  test("is one order of so many times the price, with so many seats and no access of the buyer's own", async () => {
    const course = await aCourseForSale();
    const team = await aTeam(course, sandbox.controls, { seats: 4 });
    const session = await stripe().checkout.sessions.retrieve(team.sessionId, { expand: ["line_items"] });
    expect(session.amount_total).toBe(4 * EACH);
    expect(session.line_items?.data[0]).toMatchObject({ quantity: 4, price: { unit_amount: EACH } });
    expect(await orderState(team.orderId)).toMatchObject({ status: "paid", live: 0, attention: null });
    expect(await pageOf(team)).toMatchObject({ state: "open", free: 4, closed: 0, seats: [] });
    expect(await liveOf(team.owner.id)).toBe(0);
    const [receipt] = await mailsTo((await db.user.findUniqueOrThrow({ where: { id: team.owner.id } })).email);
    expect(receipt?.text).toContain("4 × ");
    expect(receipt?.text).toContain("/teams");
  });

  test("sent thirty times at once is one team; another number of seats before paying is another order", async () => {
    const [course, owner] = [await aCourseForSale(), await aStudent()];
    const ask = { userId: owner.id, courseKey: course.key, requestId: randomUUID(), team: { name: "Us", seats: 5 } };
    const answers = await Promise.all(Array.from({ length: 30 }, () => startTeam(ask)));
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await db.seat.count({ where: { team: { order: { userId: owner.id } } } })).toBe(5);
    const more = await anOpenTeam(course, { owner, requestId: ask.requestId, seats: 6 });
    expect(
      await db.order.findMany({ where: { userId: owner.id }, orderBy: { number: "asc" }, select: { status: true, total: true } }),
    ).toEqual([
      { status: "expired", total: 5 * EACH },
      { status: "open", total: 6 * EACH },
    ]);
    await sandbox.controls.payByCard(more.sessionId);
    await settle(more);
    expect(await startTeam(ask)).toEqual({ status: "bought", teamId: more.teamId });
  });

  test.each([1, 0, -3, 2.5, 501, Number.NaN])("%s seats are no team", async (seats) => {
    const ask = { userId: (await aStudent()).id, courseKey: "any-course", requestId: randomUUID(), team: { name: "Us", seats } };
    expect(await startTeam(ask)).toEqual({ status: "refused", reason: "bad-number" });
  });

  test("more than one payment can be is refused", async () => {
    const course = await aCourseForSale({ price: { amount: 400_000, currency: "usd" } });
    const ask = {
      userId: (await aStudent()).id,
      courseKey: course.key,
      requestId: randomUUID(),
      team: { name: "Us", seats: 500 },
    };
    expect(await startTeam(ask)).toEqual({ status: "refused", reason: "too-much" });
  });
});

describe("handing out seats", () => {
  test("never more than there are, however many invite and join at once", async () => {
    const course = await aCourseForSale();
    const team = await aTeam(course, sandbox.controls, { seats: 5 });
    const about = { userId: team.owner.id, teamId: team.teamId };
    const invited = await Promise.all(addresses(20).map((email) => inviteToTeam({ ...about, emails: [email] })));
    expect(invited.filter(({ status }) => status === "invited")).toHaveLength(5);
    expect(invited.filter((one) => one.status === "refused" && one.reason === "too-few-seats")).toHaveLength(15);
    const { seats } = await pageOf(team);
    const tokens = await Promise.all(seats.map(({ email }) => seatTokenFor(email)));
    const people = await Promise.all(Array.from({ length: 50 }, () => aStudent()));
    const joined = await Promise.all(people.map(({ id }, at) => joinTeam({ userId: id, token: tokens[at % 5]! })));
    expect(joined.filter(({ status }) => status === "joined")).toHaveLength(5);
    expect(await db.entitlement.count({ where: { courseId: course.courseId } })).toBe(5);
  });

  test("all of the addresses or none; who has a seat already is left alone", async () => {
    const [one, two, three, four] = addresses(4) as [string, string, string, string];
    const team = await aTeam(await aCourseForSale(), sandbox.controls, { seats: 3, emails: [one] });
    const about = { userId: team.owner.id, teamId: team.teamId };
    expect(await inviteToTeam({ ...about, emails: [two, three, four] })).toEqual({
      status: "refused",
      reason: "too-few-seats",
      free: 2,
    });
    expect(await mailsTo(two)).toEqual([]);
    expect(await inviteToTeam({ ...about, emails: [one, two, two] })).toEqual({ status: "invited", count: 1 });
    expect(await inviteToTeam({ ...about, emails: [one] })).toEqual({ status: "refused", reason: "nobody-new" });
    expect(await mailsTo(one)).toHaveLength(1);
    const stranger = await aStudent();
    const foreign = { userId: stranger.id, teamId: team.teamId };
    expect(await inviteToTeam({ ...foreign, emails: [four] })).toEqual({ status: "refused", reason: "no-such-team" });
    expect(await readTeam(foreign)).toBeNull();
    const seatId = team.seatIds[0]!;
    expect(await resendSeat({ ...foreign, seatId })).toEqual({ status: "refused", reason: "no-such-seat" });
    expect(await takeBackSeat({ ...foreign, seatId })).toEqual({ status: "refused", reason: "no-such-seat" });
  });

  test("nobody takes two seats of a team, however fast they are, and who owns the course takes none", async () => {
    const course = await aCourseForSale();
    const team = await aTeam(course, sandbox.controls, { seats: 3, emails: addresses(2) });
    const person = await aStudent();
    const both = await Promise.all(team.tokens.map((token) => joinTeam({ userId: person.id, token })));
    expect(both.map(({ status }) => status).sort()).toEqual(["joined", "refused"]);
    const left = team.tokens[both.findIndex(({ status }) => status === "refused")]!;
    expect(await readSeatPage({ token: left, userId: person.id })).toMatchObject({ hindrance: "already-in-team" });
    const { buyer } = await aPurchase(course, sandbox.controls);
    expect(await joinTeam({ userId: buyer.id, token: left })).toEqual({ status: "refused", reason: "already-owned" });
    expect(await readSeatPage({ token: left, userId: buyer.id })).toMatchObject({ hindrance: "already-owned" });
    expect(await joinTeam({ userId: (await aStudent()).id, token: left })).toMatchObject({ status: "joined" });
    expect(await joinTeam({ userId: (await aStudent()).id, token: newSecretToken() })).toEqual({
      status: "refused",
      reason: "unknown-link",
    });
  });

  test("sending again ends the link before; taking back frees the seat, with what it had opened", async () => {
    const course = await aCourseForSale();
    const [email] = addresses(1) as [string];
    const team = await aTeam(course, sandbox.controls, { seats: 2, emails: [email] });
    const ask = { userId: team.owner.id, teamId: team.teamId, seatId: team.seatIds[0]! };
    expect(await resendSeat(ask)).toEqual({ status: "sent" });
    const person = await aStudent();
    expect(await joinTeam({ userId: person.id, token: team.tokens[0]! })).toMatchObject({ reason: "unknown-link" });
    const token = await seatTokenFor(email);
    expect(await joinTeam({ userId: person.id, token })).toMatchObject({ status: "joined" });
    expect(await resendSeat(ask)).toEqual({ status: "refused", reason: "not-now" });
    expect(await takeBackSeat(ask)).toEqual({ status: "taken-back" });
    expect(await liveOf(person.id)).toBe(0);
    expect(await joinTeam({ userId: person.id, token })).toMatchObject({ reason: "unknown-link" });
    const [next] = addresses(1) as [string];
    await inviteToTeam({ ...ask, emails: [next] });
    const other = await aStudent();
    expect(await joinTeam({ userId: other.id, token: await seatTokenFor(next) })).toMatchObject({ status: "joined" });
    expect(await liveOf(other.id)).toBe(1);
  });

  test("a seat whose holder has begun stays theirs; the owner sees that, and nothing of what they do", async () => {
    const course = await aCourseForSale();
    const team = await aTeam(course, sandbox.controls, { seats: 2, emails: addresses(1) });
    const person = await aStudent({ name: "Mia Member" });
    await joinTeam({ userId: person.id, token: team.tokens[0]! });
    await begin(person, course);
    const ask = { userId: team.owner.id, teamId: team.teamId, seatId: team.seatIds[0]! };
    expect(await takeBackSeat(ask)).toEqual({ status: "refused", reason: "entered" });
    const { seats } = await pageOf(team);
    expect(Object.keys(seats[0]!).sort()).toEqual(["email", "id", "name", "number", "since", "state"]);
    expect(seats).toMatchObject([{ name: "Mia Member", state: "entered" }]);
    expect(JSON.stringify(seats)).not.toContain(person.email);
  });

  test("taking back and joining at once: either the seat is free and nothing is open, or it is taken", async () => {
    for (let round = 0; round < 6; round += 1) {
      const team = await aTeam(await aCourseForSale(), sandbox.controls, { seats: 2, emails: addresses(1) });
      const person = await aStudent();
      await Promise.all([
        takeBackSeat({ userId: team.owner.id, teamId: team.teamId, seatId: team.seatIds[0]! }),
        joinTeam({ userId: person.id, token: team.tokens[0]! }),
      ]);
      const { seats } = await pageOf(team);
      expect(await liveOf(person.id)).toBe(seats.length);
    }
  });
});

describe("when money goes back", () => {
  /** Seat 1 has begun, seat 2 has joined, seat 3 is invited, seat 4 is free. */
  async function aMixedTeam() {
    const course = await aCourseForSale();
    const team = await aTeam(course, sandbox.controls, { seats: 4, emails: addresses(3) });
    const [one, two] = [await aStudent(), await aStudent()];
    await joinTeam({ userId: one.id, token: team.tokens[0]! });
    await joinTeam({ userId: two.id, token: team.tokens[1]! });
    await begin(one, course);
    return { ...team, course, one, two };
  }
  const back = (team: { paymentIntent: string }, amount?: number) =>
    sandbox.controls.refund({ paymentIntent: team.paymentIntent, amount });

  test("a seat closes with each whole price: free ones first, those in use last; less than a price closes none", async () => {
    const team = await aMixedTeam();
    const stands = async () => {
      await Promise.all([settle(team), settle(team)]);
      const { free, closed } = await pageOf(team);
      return { free, closed, one: await liveOf(team.one.id), two: await liveOf(team.two.id) };
    };
    await back(team, EACH - 1);
    expect(await stands()).toEqual({ free: 1, closed: 0, one: 1, two: 1 });
    await back(team, 1);
    expect(await stands()).toEqual({ free: 0, closed: 1, one: 1, two: 1 });
    await back(team, EACH);
    expect(await stands()).toEqual({ free: 0, closed: 2, one: 1, two: 1 });
    expect(await joinTeam({ userId: (await aStudent()).id, token: team.tokens[2]! })).toEqual({
      status: "refused",
      reason: "withdrawn",
    });
    const third = await back(team, EACH);
    expect(await stands()).toEqual({ free: 0, closed: 3, one: 1, two: 0 });
    expect((await mailsTo(team.two.email)).map(({ kind }) => kind)).toEqual(["seat-closed"]);
    await sandbox.controls.updateRefund(third.id, "failed");
    expect(await stands()).toEqual({ free: 0, closed: 2, one: 1, two: 1 });
    expect(await orderState(team.orderId)).toMatchObject({ status: "partially_refunded" });
  });

  test("all of it closes everything; where that fails, exactly what was open comes back", async () => {
    const team = await aMixedTeam();
    await back(team, 3 * EACH);
    await settle(team);
    const rest = await back(team);
    await settle(team);
    expect([await liveOf(team.one.id), await liveOf(team.two.id)]).toEqual([0, 0]);
    expect(await pageOf(team)).toMatchObject({ state: "withdrawn" });
    const about = { userId: team.owner.id, teamId: team.teamId };
    expect(await inviteToTeam({ ...about, emails: addresses(1) })).toMatchObject({ reason: "withdrawn" });
    expect(await takeBackSeat({ ...about, seatId: team.seatIds[0]! })).toMatchObject({ status: "refused" });
    expect(await takeBackSeat({ ...about, seatId: team.seatIds[1]! })).toEqual({ status: "refused", reason: "not-now" });
    await sandbox.controls.updateRefund(rest.id, "failed");
    await settle(team);
    expect([await liveOf(team.one.id), await liveOf(team.two.id)]).toEqual([1, 0]);
    const lines = await db.ledgerEntry.findMany({ where: { orderId: team.orderId, amount: 0 }, orderBy: { number: "asc" } });
    expect(lines.map(({ kind }) => kind)).toEqual(["access_opened", "access_closed", "access_opened"]);
  });

  test("the desk sees beforehand how many seats a refund closes", async () => {
    const team = await aMixedTeam();
    const { number: orderNumber } = await db.order.findUniqueOrThrow({ where: { id: team.orderId } });
    const closes = async (amount?: number) => (await previewRefund({ orderNumber, amount })) as { closes: string[] };
    expect((await closes(EACH - 1)).closes).toEqual([]);
    expect((await closes(EACH)).closes[0]).toMatch(/^1 seat of/);
    expect((await closes(3 * EACH)).closes[0]).toMatch(/^3 seats of/);
    expect((await closes()).closes).toHaveLength(1);
  });

  test("a refund, invitations and people who join, all at once, leave no seat open that is not paid for", async () => {
    for (let round = 0; round < 4; round += 1) {
      const course = await aCourseForSale();
      const team = await aTeam(course, sandbox.controls, { seats: 4, emails: addresses(4) });
      const people = await Promise.all(team.tokens.map(() => aStudent()));
      await back(team, 2 * EACH);
      await Promise.all([
        ...people.map(({ id }, at) => joinTeam({ userId: id, token: team.tokens[at]! })),
        settle(team),
        settle(team),
      ]);
      await settle(team);
      expect(await db.entitlement.count({ where: { courseId: course.courseId, revokedAt: null } })).toBeLessThanOrEqual(2);
      expect(await db.seat.count({ where: { teamId: team.teamId, closedAt: null } })).toBe(2);
    }
  });
});
