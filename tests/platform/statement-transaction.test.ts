import { expect, test } from "vitest";
import { db, inStatementTransaction, pool, type RunStatement } from "#app/platform/db.server.ts";

const adding = { name: "test-add", text: `insert into "RateLimit" (key, points, expire) values ($1, 1, 1)` };
const reading = { name: "test-read", text: `select key from "RateLimit" where key = $1` };

const add = (key: string) => (run: RunStatement) => run(adding, [key]);
const isThere = async (key: string) => (await db.rateLimit.count({ where: { key } })) === 1;

test("what a transaction has done is there when it is over, and only then", async () => {
  const rows = await inStatementTransaction(db, async (run) => {
    await add("whole")(run);
    expect(await isThere("whole")).toBe(false);
    return run(reading, ["whole"]);
  });
  expect(rows).toEqual([{ key: "whole" }]);
  expect(await isThere("whole")).toBe(true);
});

test("nothing stays of one that fails, by its own error or the database's", async () => {
  const failing = inStatementTransaction(db, async (run) => {
    await add("own error")(run);
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  const twice = inStatementTransaction(db, async (run) => {
    await add("twice")(run);
    await add("twice")(run);
  });
  await expect(twice).rejects.toMatchObject({ code: "23505" });
  expect([await isThere("own error"), await isThere("twice")]).toEqual([false, false]);
});

test("in a transaction of the caller's it is a part of that", async () => {
  const failing = db.$transaction(async (tx) => {
    await inStatementTransaction(tx, add("a part"));
    expect(await tx.rateLimit.count({ where: { key: "a part" } })).toBe(1);
    throw new Error("the rest failed");
  });
  await expect(failing).rejects.toThrow("the rest failed");
  expect(await isThere("a part")).toBe(false);
});

test("a connection that is lost between two statements fails its transaction and nothing else", async () => {
  const lost = inStatementTransaction(db, async (run) => {
    await add("lost")(run);
    const [own] = await run<{ pid: number }>({ name: "test-pid", text: "select pg_backend_pid() as pid" }, []);
    await pool.query("select pg_terminate_backend($1, 5000)", [own!.pid]);
    await run(reading, ["lost"]);
  });
  await expect(lost).rejects.toThrow();
  expect(await isThere("lost")).toBe(false);
  await Promise.all(Array.from({ length: 20 }, (_, index) => inStatementTransaction(db, add(`after ${index}`))));
  expect(await db.rateLimit.count({ where: { key: { startsWith: "after " } } })).toBe(20);
});
