import { spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Cluster } from "./cluster.server.ts";
import { commandLineOf, databaseEnvironment, isRunning } from "./processes.server.ts";

/** A server process that runs on a cluster, or is about to. */
export interface Postmaster {
  port: number;
  /** False where it was there already. */
  started: boolean;
  /** False once it has ended. */
  isAlive(): boolean;
}

const LARGEST_LOG = 20_000_000;
const STOP_PATIENCE = 30_000;

/** The server that runs on this cluster, by its pid file. */
export function findPostmaster({ data }: Cluster): Postmaster | undefined {
  const { pid, port } = readPidFile(data);
  if (pid === 0 || port === 0 || !serves(pid, data)) return undefined;
  return { port, started: false, isAlive: () => serves(pid, data) };
}

/** Starts a server. That it could start is known when it answers; until then it may end. */
export async function launchPostmaster(
  cluster: Cluster,
  options: { port?: number; settings: Record<string, string> },
): Promise<Postmaster> {
  const { data, home, log, owner, program } = cluster;
  removeForeignPidFile(data);
  const port = options.port ?? (await findFreePort());
  const settings = { listen_addresses: "127.0.0.1", unix_socket_directories: "", max_connections: "200", ...options.settings };
  const flags = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  if (existsSync(log) && statSync(log).size > LARGEST_LOG) renameSync(log, `${log}.old`);
  const output = openSync(log, "a", 0o600);
  // Detached and with its own log: the server outlives a killed parent, and Ctrl-C reaches only us, who stop it last.
  const child = spawn(program, ["-D", data, "-p", String(port), ...flags], {
    ...owner,
    cwd: home,
    detached: true,
    stdio: ["ignore", output, output],
    env: databaseEnvironment(),
  });
  let alive = true;
  child.once("error", () => (alive = false));
  child.once("exit", () => (alive = false));
  child.unref();
  closeSync(output);
  return { port, started: true, isAlive: () => alive };
}

/** "Fast" shutdown: ends every connection, writes everything, leaves. Resolves when the server is gone. */
export async function stopPostmaster({ data }: Cluster): Promise<void> {
  const { pid } = readPidFile(data);
  if (pid === 0 || !serves(pid, data)) return;
  process.kill(pid, "SIGINT");
  const deadline = Date.now() + STOP_PATIENCE;
  while (serves(pid, data)) {
    if (Date.now() > deadline) throw new Error(`The embedded database (process ${pid}) does not stop.`);
    await wait(20);
  }
}

/** Zeros where there is no such file. */
function readPidFile(data: string): { pid: number; port: number } {
  const file = path.join(data, "postmaster.pid");
  const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n") : [];
  const numberIn = (line: string | undefined) => Math.max(0, Number(line) || 0);
  return { pid: numberIn(lines[0]), port: numberIn(lines[3]) };
}

/** Whether a process is a server on this cluster: after a reboot its number may be another program's, or another site's server's. */
function serves(pid: number, data: string): boolean {
  const command = commandLineOf(pid);
  return command === undefined ? isRunning(pid) : command.includes(` -D ${data} `);
}

/**
 * PostgreSQL takes any living process of its user that bears the number in a left pid file for a server, and does not
 * start then: one that was killed and that nobody collects, as in a container, or a stranger after a reboot. We know
 * better. That no process of the old server is left on the data is PostgreSQL's to see, by its shared memory.
 */
function removeForeignPidFile(data: string): void {
  const { pid } = readPidFile(data);
  if (pid > 0 && isRunning(pid) && !serves(pid, data)) rmSync(path.join(data, "postmaster.pid"), { force: true });
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === "object" ? resolve(address.port) : reject(new Error("no free port"))));
    });
  });
}
