import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { type Prisma, PrismaClient } from "#prisma/generated/client.ts";
import { env } from "./env.server.ts";

/** The client inside or outside a transaction: what every command takes as its last argument. */
export type Db = PrismaClient | Prisma.TransactionClient;

function databaseUrl(): string {
  const url = env().databaseUrl;
  if (!url) throw new Error("DATABASE_URL is not set: start the server with `npm start`, which brings a database of its own.");
  return url;
}

/** One pool a process. Prisma and the few hand-written hot statements share it. */
export const pool = new pg.Pool({ connectionString: databaseUrl(), max: env().databasePool, idleTimeoutMillis: 30_000 });
// A connection that the server drops while idle is replaced at the next use; without a listener it would end the process.
const ignore = () => {};
pool.on("error", ignore);

export const db = new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: false }) });

/**
 * Runs `work` in one transaction: in `tx` where the caller has one, else in its own.
 * A command that must be atomic calls this, so that it can be part of a larger one.
 */
export async function inTransaction<T>(tx: Db, work: (tx: Prisma.TransactionClient) => Promise<T>): Promise<T> {
  if ("$transaction" in tx) return tx.$transaction(work, { maxWait: 10_000, timeout: 30_000 });
  return work(tx);
}

/** A statement written by hand. The name makes the driver prepare it once a connection. */
export interface Statement {
  name: string;
  text: string;
}

/** Runs a statement where its transaction is, and gives the rows. Values are texts, numbers, booleans, dates, arrays or null. */
export type RunStatement = <Row extends object>(statement: Statement, values: unknown[]) => Promise<Row[]>;

/**
 * The same as `inTransaction` for hot commands, whose statements are written by hand: in a transaction of their own they
 * go through the bare driver, at a fraction of the work in this process.
 */
export async function inStatementTransaction<T>(tx: Db, work: (run: RunStatement) => Promise<T>): Promise<T> {
  if (tx !== db) return work(({ text }, values) => tx.$queryRawUnsafe(text, ...values));
  const client = await pool.connect();
  // A connection may be lost between two statements too: the next one says so, and nobody else need hear of it.
  client.on("error", ignore);
  let broken = true;
  try {
    await client.query("begin");
    const result = await work(async <Row extends object>(statement: Statement, values: unknown[]) => {
      return (await client.query<Row>({ ...statement, values })).rows;
    });
    await client.query("commit");
    broken = false;
    return result;
  } catch (error) {
    // A connection that cannot even do this is no longer of use to anybody.
    await client.query("rollback").then(
      () => (broken = false),
      () => {},
    );
    throw error;
  } finally {
    client.off("error", ignore);
    client.release(broken);
  }
}

/** True for the error of a unique key that is already taken. */
export function isUniqueViolation(error: unknown): boolean {
  if (typeof error !== "object" || error === null || !("code" in error)) return false;
  return error.code === "P2002" || error.code === "23505";
}

export async function closeDatabase(): Promise<void> {
  await db.$disconnect();
  await pool.end();
}
