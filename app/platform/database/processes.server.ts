import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/** True for a process of this machine, also of another user. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/**
 * The command line of a process, with spaces between the words; "" for one that has ended, also where nobody has
 * collected it yet; undefined where this system does not tell.
 */
export function commandLineOf(pid: number): string | undefined {
  if (existsSync("/proc/self/cmdline")) {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    } catch {
      return "";
    }
  }
  if (!isRunning(pid)) return "";
  try {
    return execFileSync("ps", ["-ww", "-o", "command=", "-p", String(pid)], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch {
    return undefined;
  }
}

/** What a program of PostgreSQL needs of our environment: no key of ours, which other users' processes could read there. */
export function databaseEnvironment(): NodeJS.ProcessEnv {
  const wanted = new Set(["PATH", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "SystemRoot", "HOME"]);
  const foreign = Object.keys(process.env).filter((name) => !wanted.has(name));
  return { ...process.env, ...Object.fromEntries(foreign.map((name) => [name, undefined])), LC_ALL: "C" };
}
