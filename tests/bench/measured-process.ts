import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Ask, Reading } from "./probe.mjs";

/** Loaded into every process that is measured. */
export const PROBE = "./tests/bench/probe.mjs";

/** What the probe in the process has counted so far. */
export function read(child: ChildProcess): Promise<Reading> {
  return tell(child, "read");
}

/** Writes a CPU profile of what the process does during `work` into the file. */
export async function profileInto(file: string, child: ChildProcess, work: () => Promise<unknown>): Promise<void> {
  await tell(child, "start-profile");
  await work();
  await tell(child, { stopProfile: file });
}

async function tell(child: ChildProcess, ask: Ask): Promise<Reading> {
  const answer = once(child, "message");
  child.send(ask);
  return ((await answer) as [Reading])[0];
}

export interface MeasuredProcess {
  url: string;
  process: ChildProcess;
  stop(): Promise<unknown>;
}

/** Starts a floor's server, in production mode like the site, and waits until it prints its address. */
export async function startProcess(file: string, args: string[] = []): Promise<MeasuredProcess> {
  const child = spawn(process.execPath, ["--import", "tsx", "--import", PROBE, file, ...args], {
    stdio: ["ignore", "pipe", "inherit", "ipc"],
    env: { ...process.env, NODE_ENV: "production" },
  });
  const exited = once(child, "exit");
  const [line] = (await Promise.race([
    once(child.stdout!, "data"),
    exited.then(([code]) => Promise.reject(new Error(`${file} ended with ${code}.`))),
  ])) as [Buffer];
  return {
    url: line.toString().trim(),
    process: child,
    async stop() {
      child.kill("SIGTERM");
      await exited;
    },
  };
}
