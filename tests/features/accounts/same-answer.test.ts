import { hash, verify } from "@node-rs/argon2";
import { beforeEach, expect, test, vi } from "vitest";
import { changeEmail } from "#app/features/accounts/change-email.server.ts";
import { requestPasswordReset } from "#app/features/accounts/request-password-reset.server.ts";
import { signIn } from "#app/features/accounts/sign-in.server.ts";
import { signUp } from "#app/features/accounts/sign-up.server.ts";
import { db } from "#app/platform/db.server.ts";
import { aPerson, PASSWORD } from "#tests/support/people.ts";
import { statementsOf } from "#tests/support/statements.ts";

// The library does its real work; only its calls are counted. A clock would measure the machine's other work too.
vi.mock("@node-rs/argon2", async (original) => {
  const real = await original<typeof import("@node-rs/argon2")>();
  return { ...real, hash: vi.fn(real.hash), verify: vi.fn(real.verify) };
});

/** What an act costs: SQL statements by their kind and table, and how often argon2 ran, over how much. */
async function workOf(act: () => Promise<unknown>) {
  vi.mocked(hash).mockClear();
  vi.mocked(verify).mockClear();
  const statements = await statementsOf(act);
  const costs = vi.mocked(verify).mock.calls.map(([known]) => String(known).split("$").slice(0, 4).join("$"));
  return {
    statements: statements.length,
    kinds: statements.map((sql) => sql.trim().slice(0, 6).toLowerCase()).sort(),
    hashed: vi.mocked(hash).mock.calls.length,
    costs,
  };
}

const clientAddress = "192.0.2.1";
let known: Awaited<ReturnType<typeof aPerson>>;

beforeEach(async () => {
  await db.$executeRaw`delete from "RateLimit"`;
  known = await aPerson();
});

test("a wrong password costs the same work with an account as without", async () => {
  const enter = (email: string) => workOf(() => signIn({ email, password: "guess", clientAddress, userAgent: "" }));
  const withAccount = await enter(known.email);
  expect(withAccount.statements).toBe(3);
  expect(withAccount.costs).toEqual(["$argon2id$v=19$m=19456,t=2,p=1"]);
  expect(await enter("nobody@example.org")).toEqual(withAccount);
  expect(await enter((await aPerson({ passwordHash: null })).email)).toEqual(withAccount);
  expect(await enter((await aPerson({ emailVerifiedAt: null })).email)).toEqual(withAccount);
});

test("signing up costs the same work whether or not there is an account", async () => {
  const begin = (email: string) => workOf(() => signUp({ name: "Ada", email, password: "eight words or so", clientAddress }));
  const fresh = await begin("fresh@example.org");
  expect(fresh.hashed).toBe(1);
  expect(fresh.statements).toBe(7);
  const again = await begin(known.email);
  expect(again).toMatchObject({ statements: fresh.statements, hashed: fresh.hashed, costs: fresh.costs });
  const unverified = await begin("fresh@example.org");
  expect(unverified).toMatchObject({ statements: fresh.statements, hashed: fresh.hashed, costs: fresh.costs });
});

test("asking for a new password costs the same work whether or not there is an account", async () => {
  const ask = (email: string) => workOf(() => requestPasswordReset({ email, clientAddress }));
  const withAccount = await ask(known.email);
  expect(withAccount.statements).toBe(5);
  expect(await ask("nobody@example.org")).toEqual(withAccount);
});

test("moving to another address costs the same work whether or not it is somebody else's", async () => {
  const other = await aPerson();
  const move = (email: string) => workOf(() => changeEmail({ userId: known.id, password: PASSWORD, email }));
  const free = await move("free@example.org");
  expect(free.statements).toBeGreaterThan(5);
  expect(await move(other.email)).toEqual(free);
});
