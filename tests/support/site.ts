import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { withoutSettings } from "./settings.ts";

interface SiteOptions {
  dataDir?: string;
  port?: number;
  env?: Record<string, string>;
  /** The folder to start in: the project's own, or one that `aProject()` made. */
  project?: string;
  /** Starts it through npm, as a person does, in a process group of its own, as a terminal does. */
  npm?: boolean;
  /** A module loaded into the process before the site, which hears from us over an IPC channel. */
  preload?: string;
}

/** The whole site as `npm start` runs it, on a data folder of its own. */
export interface Site {
  url: string;
  port: number;
  dataDir: string;
  /** Milliseconds from the start of the process to the last word of its announcement. */
  servedAfter: number;
  /** Everything it has printed. */
  output(): string;
  /** Ctrl-C (or another signal), and the exit code that follows. */
  stop(signal?: "SIGINT" | "SIGTERM" | "SIGHUP"): Promise<number>;
  /** kill -9 of the app alone: its database lives on. */
  kill(): Promise<void>;
  process: ChildProcess;
}

/** A program that was started: what it prints, and how it ends. */
interface Launched {
  child: ChildProcess;
  port: number;
  dataDir: string;
  out(): string;
  err(): string;
  exited: Promise<number>;
}

export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === "object" ? resolve(address.port) : reject(new Error("no port"))));
    });
  });
}

/** An empty folder that the database's own user can reach too. */
export function aDataFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "courses-site-"));
  chmodSync(folder, 0o755);
  return folder;
}

/** Starts the site and waits until it is served and has said all it says. @throws with its output where it ends before. */
export async function startSite(options: SiteOptions = {}): Promise<Site> {
  const startedAt = Date.now();
  const { child, port, dataDir, out, err, exited } = await launch(options);
  const output = () => out() + err();
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on("data", () => {
      if (out().includes("Ctrl-C stops it.")) resolve();
    });
    void exited.then((code) => reject(new Error(`The site ended with ${code} before it was served:\n${output()}`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    dataDir,
    servedAfter: Date.now() - startedAt,
    output,
    process: child,
    stop(signal = "SIGINT") {
      signalTo(child, signal, options);
      return exited;
    },
    async kill() {
      signalTo(child, "SIGKILL", options);
      await exited;
    },
  };
}

/** A start that does not lead to a site: how it ended, and what it said. */
export async function startInVain(options: SiteOptions = {}): Promise<{ code: number; out: string; err: string }> {
  const { child, out, err, exited } = await launch(options);
  child.stdout?.on("data", () => {
    if (out().includes("Ctrl-C stops it.")) child.kill("SIGINT");
  });
  return { code: await exited, out: out(), err: err() };
}

/** Begins a start without waiting for what becomes of it. */
export async function launch({ npm = false, project = ".", preload, ...options }: SiteOptions): Promise<Launched> {
  const port = options.port ?? (await freePort());
  const dataDir = options.dataDir ?? aDataFolder();
  const imports = preload ? ["--import", preload] : [];
  const [program, words] = npm ? ["npm", ["start", "--silent"]] : [process.execPath, [...imports, "app/cli/start.js"]];
  const child = spawn(program, words, {
    cwd: project,
    detached: npm,
    stdio: ["ignore", "pipe", "pipe", ...(preload ? (["ipc"] as const) : [])],
    env: { ...withoutSettings(process.env), PORT: String(port), DATA_DIR: dataDir, LOG_LEVEL: "warn", ...options.env },
  });
  const heard = { out: "", err: "" };
  child.stdout?.on("data", (chunk) => (heard.out += chunk));
  child.stderr?.on("data", (chunk) => (heard.err += chunk));
  // "close" and not "exit": by then all that it said has been heard.
  const exited = new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve(code ?? 128 + (signal ? os.constants.signals[signal] : 0)));
  });
  return { child, port, dataDir, out: () => heard.out, err: () => heard.err, exited };
}

/** With npm the whole group hears it, as the programs of a terminal hear Ctrl-C, also when npm itself has ended. */
function signalTo(child: ChildProcess, signal: NodeJS.Signals, { npm = false }: SiteOptions): void {
  if (child.pid === undefined || (!npm && (child.exitCode !== null || child.signalCode !== null))) return;
  try {
    process.kill(npm ? -child.pid : child.pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Numbers of the processes that have a text in their command line. Ended ones that nobody has collected have none. */
export function processesWith(text: string): number[] {
  const numbers = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  return numbers.filter((pid) => commandLine(pid).includes(text)).map(Number);
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
  } catch {
    return "";
  }
}

/** The first process of the embedded database of a data folder. */
export function postmasterOf(dataDir: string): number {
  return Number(readFileSync(path.join(dataDir, "postgres/cluster/postmaster.pid"), "utf8").split("\n")[0]);
}

/** Where the embedded database of a data folder is reached while it runs. */
export function databaseUrlOf(dataDir: string): string {
  const password = readFileSync(path.join(dataDir, "postgres/password"), "utf8").trim();
  const port = readFileSync(path.join(dataDir, "postgres/cluster/postmaster.pid"), "utf8").split("\n")[3];
  return `postgresql://courses:${password}@127.0.0.1:${port}/courses`;
}

/** Waits until something holds. @throws with `what` where it does not within `seconds`. */
export async function until(what: string, condition: () => boolean | Promise<boolean>, seconds = 20): Promise<void> {
  for (const deadline = Date.now() + seconds * 1_000; !(await condition()); await wait(20)) {
    if (Date.now() > deadline) throw new Error(`Not within ${seconds} seconds: ${what}`);
  }
}

/** Removes a data folder, and ends the database that a killed site has left in it. */
export function removeData(site: { dataDir: string }): void {
  if (existsSync(path.join(site.dataDir, "postgres/cluster/postmaster.pid"))) {
    const pid = postmasterOf(site.dataDir);
    if (processesWith(site.dataDir).includes(pid)) process.kill(pid, "SIGQUIT");
  }
  rmSync(site.dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}
