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
pool.on("error", () => {});

export const db = new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: false }) });

/**
 * Runs `work` in one transaction: in `tx` where the caller has one, else in its own.
 * A command that must be atomic calls this, so that it can be part of a larger one.
 */
export async function inTransaction<T>(tx: Db, work: (tx: Prisma.TransactionClient) => Promise<T>): Promise<T> {
  if ("$transaction" in tx) return tx.$transaction(work, { maxWait: 10_000, timeout: 30_000 });
  return work(tx);
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
