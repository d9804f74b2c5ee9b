import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fulfil } from "#app/features/checkout/fulfil.server.ts";
import { joinTeam } from "#app/features/checkout/teams/join-team.server.ts";
import { readTeam } from "#app/features/checkout/teams/team.queries.server.ts";
import { eraseAccount } from "#app/features/privacy/erase-account.server.ts";
import { db } from "#app/platform/db.server.ts";
import { anAdmin, aStudent, PASSWORD } from "#tests/support/people.ts";
import { startSandbox } from "#tests/support/sandbox.ts";
import { aCourseForSale } from "#tests/support/shop.ts";
import { addresses, aTeam } from "#tests/support/teams.ts";

let sandbox: Awaited<ReturnType<typeof startSandbox>>;
beforeAll(async () => {
  sandbox = await startSandbox();
  await anAdmin();
});
afterAll(() => sandbox.close());

const liveOf = (userId: string) => db.entitlement.count({ where: { userId, revokedAt: null } });
const settle = (team: { sessionId: string }) => fulfil(team.sessionId, { thorough: true });
const pageOf = async (team: { owner: { id: string }; teamId: string }) =>
  (await readTeam({ userId: team.owner.id, teamId: team.teamId }))!;

describe("when an account goes", () => {
  const erase = (userId: string) => eraseAccount({ userId, password: PASSWORD, sessionHash: "none" });

  test("the owner's: who has a seat keeps it, an invitation can still be taken, nothing names the owner", async () => {
    const course = await aCourseForSale();
    const team = await aTeam(course, sandbox.controls, { name: "Zara and friends", emails: addresses(2) });
    const [one, two] = [await aStudent(), await aStudent()];
    await joinTeam({ userId: one.id, token: team.tokens[0]! });
    expect(await erase(team.owner.id)).toMatchObject({ status: "erased" });
    expect(await liveOf(one.id)).toBe(1);
    expect(await joinTeam({ userId: two.id, token: team.tokens[1]! })).toMatchObject({ status: "joined" });
    expect(await db.team.findUnique({ where: { id: team.teamId } })).toMatchObject({ name: "A team" });
    expect(await db.seat.count({ where: { teamId: team.teamId, email: { not: "" } } })).toBe(0);
  });

  test("a member's: the seat stays used, and a refund that fails brings nothing back", async () => {
    const course = await aCourseForSale();
    const team = await aTeam(course, sandbox.controls, { emails: addresses(1) });
    const person = await aStudent();
    await joinTeam({ userId: person.id, token: team.tokens[0]! });
    expect(await erase(person.id)).toMatchObject({ status: "erased" });
    expect((await pageOf(team)).seats).toMatchObject([{ name: null, email: "", state: "entered" }]);
    const refund = await sandbox.controls.refund({ paymentIntent: team.paymentIntent });
    await settle(team);
    await sandbox.controls.updateRefund(refund.id, "failed");
    await settle(team);
    expect(await db.entitlement.count({ where: { courseId: course.courseId } })).toBe(0);
  });
});
