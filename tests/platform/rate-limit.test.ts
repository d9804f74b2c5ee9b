import { beforeEach, expect, test } from "vitest";
import { db } from "#app/platform/db.server.ts";
import { limit, limitAll, networkOf, settleTries, type Try } from "#app/platform/rate-limit.server.ts";
import { statementsOf } from "#tests/support/statements.ts";

beforeEach(async () => void (await db.rateLimit.deleteMany()));

const passed = (outcomes: { allowed: boolean }[]) => outcomes.filter(({ allowed }) => allowed).length;

test("of a hundred tries at once exactly as many pass as the limit says", async () => {
  const outcomes = await Promise.all(Array.from({ length: 100 }, () => limit("password-check", "one person")));
  expect(passed(outcomes)).toBe(10);
});

test("keys and names are counted apart", async () => {
  await Promise.all(Array.from({ length: 20 }, () => limit("reset-for-email", "a")));
  expect(await limit("reset-for-email", "b")).toEqual({ allowed: true });
  expect(await limit("sign-up-for-email", "a")).toEqual({ allowed: true });
  expect(await limit("reset-for-email", "a")).toMatchObject({ allowed: false });
});

test("who is refused is told when, and is let in after it however often they asked meanwhile", async () => {
  const ask = () => limit("verification-mail", "impatient");
  await Promise.all(Array.from({ length: 50 }, ask));
  const refused = await ask();
  const retryAt = refused.allowed ? 0 : refused.retryAt.getTime();
  expect(retryAt).toBeGreaterThan(Date.now() + 59 * 60_000);
  expect(retryAt).toBeLessThanOrEqual(Date.now() + 60 * 60_000 + 1_000);
  await db.$executeRaw`update "RateLimit" set expire = ${Date.now() - 1} where key like 'verification-mail%'`;
  expect(await ask()).toEqual({ allowed: true });
});

test("a try that is given back does not count, and what is forgotten is as new", async () => {
  for (let tries = 0; tries < 30; tries++) {
    expect(await limit("password-check", "rightful")).toEqual({ allowed: true });
    await settleTries({ giveBack: [["password-check", "rightful"]] });
  }
  await Promise.all(Array.from({ length: 30 }, () => limit("password-check", "forgotten")));
  await settleTries({ forget: [["password-check", "forgotten"]] });
  expect(await limit("password-check", "forgotten")).toEqual({ allowed: true });
});

test("any of several limits refuses, and each of them has counted", async () => {
  const tries = [
    ["reset-for-email", "both"],
    ["reset-from-address", "both"],
  ] as const;
  const outcomes = await Promise.all(Array.from({ length: 10 }, () => limitAll(tries)));
  expect(passed(outcomes)).toBe(5);
  const rows = await db.rateLimit.findMany({ where: { points: 10, key: { startsWith: "reset-" } } });
  expect(rows).toHaveLength(2);
});

test("every limit of a try is counted in one statement, and settled in one", async () => {
  const tries: Try[] = [
    ["sign-in-to-account", "counted once"],
    ["sign-in-from-address", "counted once"],
    ["sign-in-from-address-to-account", "counted once"],
  ];
  expect(await statementsOf(() => limitAll(tries))).toHaveLength(1);
  expect(await statementsOf(() => settleTries({ forget: [tries[2]!], giveBack: tries.slice(0, 2) }))).toHaveLength(1);
  const rows = await db.rateLimit.findMany({ where: { key: { startsWith: "sign-in" } }, orderBy: { key: "asc" } });
  expect(rows.map(({ points }) => points)).toEqual([0, 0]);
});

test("tries that cross, in any order, neither wait for each other for ever nor count wrongly", async () => {
  const tries = Array.from({ length: 20 }, (_, index): Try => ["sign-in-to-account", `crossing ${index}`]);
  const backwards = tries.toReversed();
  await Promise.all(
    Array.from({ length: 200 }, async (_, index) => {
      await limitAll(index % 2 === 0 ? tries : backwards);
      await settleTries({ giveBack: index % 2 === 0 ? backwards : tries });
    }),
  );
  expect(await db.rateLimit.count({ where: { points: 0 } })).toBe(20);
  await settleTries({ giveBack: [tries[0]!, ["sign-in-to-account", "never tried"]] });
  expect(await db.rateLimit.count({ where: { points: { lt: 0 } } })).toBe(0);
});

test("the table holds neither addresses nor keys of any length or kind", async () => {
  await limit("sign-up-for-email", "secret.person@example.org");
  expect(await limit("sign-up-for-email", "\u0000".repeat(10_000))).toEqual({ allowed: true });
  const rows = await db.rateLimit.findMany();
  expect(rows.filter(({ key }) => key.includes("person") || key.length > 100)).toEqual([]);
});

test("a client is counted by its address, or in IPv6 by its network", () => {
  expect(networkOf("192.0.2.7")).toBe("192.0.2.7");
  expect(networkOf("::ffff:192.0.2.7")).toBe("192.0.2.7");
  expect(networkOf("2001:db8:1:2:3:4:5:6")).toBe("2001:db8:1:2");
  expect(networkOf("2001:0DB8:0001:0002::")).toBe("2001:db8:1:2");
  expect(networkOf("2001:db8::9")).toBe("2001:db8:0:0");
  expect(networkOf("fe80::1%eth0")).toBe("fe80:0:0:0");
  expect(networkOf("::1")).toBe("0:0:0:0");
  expect(networkOf("unknown")).toBe("unknown");
});
