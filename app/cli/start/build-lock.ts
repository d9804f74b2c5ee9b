import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { isRunning } from "../../platform/database/processes.server.ts";

export interface BuildLock {
  /** @throws Error where another process has taken the lock, because this one was stopped for a while. */
  requireHeld(): void;
  release(): void;
}

/** Milliseconds: how often the holder says that it lives, and after how long without a word it is dead. */
const HEARTBEAT = 1_000;
const SILENCE = 20_000;

/** Waits until no other living process holds the lock, and takes it. The file holds the number of its process. */
export async function takeBuildLock(file: string, options: { signal?: AbortSignal; onWait: () => void }): Promise<BuildLock> {
  const own = String(process.pid);
  for (let told = false; !tryToTake(file, own); told = true) {
    if (!told) options.onWait();
    await wait(100, undefined, { signal: options.signal });
  }
  const heartbeat = setInterval(() => {
    if (contentOf(file) === own) utimesSync(file, new Date(), new Date());
  }, HEARTBEAT);
  heartbeat.unref();
  return {
    requireHeld() {
      if (contentOf(file) !== own) throw new Error("Another process began to build meanwhile. Start again.");
    },
    release() {
      clearInterval(heartbeat);
      if (contentOf(file) === own) rmSync(file, { force: true });
    },
  };
}

function tryToTake(file: string, own: string): boolean {
  if (isDead(file)) rmSync(file, { force: true });
  try {
    writeFileSync(file, own, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function isDead(file: string): boolean {
  const holder = contentOf(file);
  if (holder === undefined) return false;
  if (holder !== "" && !isRunning(Number(holder))) return true;
  const spokenAt = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  return spokenAt !== undefined && Date.now() - spokenAt > SILENCE;
}

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
