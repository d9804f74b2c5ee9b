import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { ConfigurationError } from "../env.server.ts";
import { type Cluster, prepareCluster, USER } from "./cluster.server.ts";
import { findPostmaster, launchPostmaster, type Postmaster, stopPostmaster } from "./postmaster.server.ts";
import { claimSite, type SiteClaim } from "./site-claim.server.ts";

export interface EmbeddedDatabase {
  url: string;
  /** False where the server was already running, left by a process that was killed or opened by another one. */
  started: boolean;
  /**
   * Ends every connection and stops the server; resolves when it is gone. Where a site has claimed the database and it
   * is not ours, the server is left to that site.
   */
  stop(): Promise<void>;
}

interface Options {
  /** PostgreSQL settings of the server, where this call starts it. */
  settings?: Record<string, string>;
  /** Claims the database for the one site that may serve from it, and brings its server back where that dies. */
  asSite?: boolean;
  signal?: AbortSignal;
}

const DATABASE = "courses";
/** Milliseconds: recovery after a crash replays at most what one checkpoint leaves, which is seconds. */
const PATIENCE = 60_000;
/** What passes by itself: another start at the same moment, processes of a killed server that have yet to notice. */
const PASSING =
  /already exists|lock file .* is empty|pre-existing shared memory|could not bind|already in use|starting up|shutting down/;

/**
 * Starts PostgreSQL in a folder, or attaches to the one that already runs there. The folder is made and initialised
 * when it is new. The server listens on 127.0.0.1 only, at a port of its own choosing, with a random password kept in
 * the folder. @throws ConfigurationError
 */
export async function openEmbeddedDatabase(folder: string, options: Options = {}): Promise<EmbeddedDatabase> {
  const { settings = {}, asSite = false, signal } = options;
  const cluster = await prepareCluster(folder, { durable: settings.fsync !== "off" });
  for (const deadline = Date.now() + PATIENCE; ; ) {
    const server = await openServer(cluster, { settings, signal });
    const url = addressOf(cluster, server.port);
    if (!asSite) return { url, started: server.started, stop: () => stopUnlessServed(cluster, url) };
    const restart = () => openServer(cluster, { settings, port: server.port }).then(() => {});
    const claim = await claimSite(url, { restart }).catch((error: Error) => error);
    if (claim === "taken") {
      throw new ConfigurationError(
        `The data folder ${path.dirname(cluster.home)} belongs to a site that runs already. Stop it, or set DATA_DIR to another folder.`,
      );
    }
    if (!(claim instanceof Error)) return { url, started: server.started, stop: () => release(claim, cluster) };
    // The server was on its way out, stopped by the site before us.
    if (Date.now() > deadline) throw claim;
  }
}

function addressOf({ password }: Cluster, port: number, database = DATABASE): string {
  return `postgresql://${USER}:${password}@127.0.0.1:${port}/${database}`;
}

async function release(claim: SiteClaim, cluster: Cluster): Promise<void> {
  await claim.release();
  await stopPostmaster(cluster);
}

async function stopUnlessServed(cluster: Cluster, url: string): Promise<void> {
  const claim = await claimSite(url, { patience: 0 }).catch(() => undefined);
  if (claim === "taken") return;
  await claim?.release();
  await stopPostmaster(cluster);
}

/** A server that answers, with our database in it. */
async function openServer(
  cluster: Cluster,
  options: { settings: Record<string, string>; port?: number; signal?: AbortSignal },
): Promise<Postmaster> {
  for (const deadline = Date.now() + PATIENCE; ; await wait(50)) {
    options.signal?.throwIfAborted();
    const before = existsSync(cluster.log) ? statSync(cluster.log).size : 0;
    const server = findPostmaster(cluster) ?? (await launchPostmaster(cluster, options));
    const failure = await untilReady(cluster, server, deadline);
    if (!failure) return server;
    const words = readFrom(cluster.log, before);
    if (Date.now() > deadline)
      throw new ConfigurationError(`The embedded database does not answer: ${failure.message}. ${quote(cluster, words)}`);
    if (server.started && !PASSING.test(words))
      throw new ConfigurationError(`The embedded database does not start. ${quote(cluster, words)}`);
  }
}

/** Resolves with nothing once the server answers, and with what went wrong last when it has ended or takes too long. */
async function untilReady(cluster: Cluster, server: Postmaster, deadline: number): Promise<Error | undefined> {
  for (;;) {
    const failure = await connectOnce(addressOf(cluster, server.port));
    if (failure?.code === "3D000") await createDatabase(addressOf(cluster, server.port, "postgres"));
    else if (!failure) return undefined;
    else if (failure.code === "28P01") {
      throw new ConfigurationError(
        `The embedded database does not know the password in ${cluster.home}/password. Restore that file from a backup of the data folder.`,
      );
    } else if (!server.isAlive() || Date.now() > deadline) return failure;
    else await wait(20);
  }
}

async function connectOnce(url: string): Promise<(Error & { code?: string }) | undefined> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on("error", () => {});
  try {
    await client.connect();
    return undefined;
  } catch (error) {
    return error as Error;
  } finally {
    await client.end().catch(() => {});
  }
}

async function createDatabase(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  client.on("error", () => {});
  try {
    await client.connect();
    await client.query(`create database ${DATABASE}`);
  } catch {
    // Another start was faster, or the server ended: the next look shows it.
  } finally {
    await client.end().catch(() => {});
  }
}

function readFrom(file: string, offset: number): string {
  return existsSync(file) ? readFileSync(file).subarray(offset).toString("utf8").trim() : "";
}

function quote({ log }: Cluster, words: string): string {
  return words === ""
    ? `Its log, ${log}, says nothing.`
    : `Its log, ${log}, ends with: ${words.split("\n").slice(-3).join(" / ")}`;
}
