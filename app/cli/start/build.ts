import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { isRunning } from "../../platform/database/processes.server.ts";
import { takeBuildLock } from "./build-lock.ts";
import { digestOf } from "./folder-digest.ts";

const BUILD = "build";
const PARTS = ["client", "server"];
const STAMP = path.join(BUILD, "source-digest");
const SOURCES = [
  ...["app", "public", "prisma/schema.prisma", "package-lock.json", "tsconfig.json", "vite.config.ts", "remix.config.js"],
];

interface Options {
  signal?: AbortSignal;
  /** Shows what Vite says while it builds. */
  verbose?: boolean;
}

/**
 * Builds browser and server code unless `build/` was made from exactly these sources. Of several that are started at
 * once, one builds and the others wait for it. What is there is replaced when the new build is whole.
 * @returns whether there was something to build.
 */
export async function buildIfStale({ signal, verbose = false }: Options = {}): Promise<boolean> {
  if (isFresh(digestOf(SOURCES))) return false;
  mkdirSync(BUILD, { recursive: true });
  const lock = await takeBuildLock(path.join(BUILD, "lock"), {
    signal,
    onWait: () => console.log("Another start is building. Waiting for it."),
  });
  try {
    const digest = digestOf(SOURCES);
    if (isFresh(digest)) return false;
    console.log("Building. This happens at the first start and after a change of the code.");
    removeLeftovers();
    const staged = path.join(BUILD, `staged-${process.pid}`);
    try {
      await build(staged, { signal, verbose });
      lock.requireHeld();
      replaceWith(staged, digest);
    } finally {
      rmSync(staged, { recursive: true, force: true });
    }
    return true;
  } finally {
    lock.release();
  }
}

function isFresh(digest: string): boolean {
  return existsSync(STAMP) && readFileSync(STAMP, "utf8") === digest && existsSync(path.join(BUILD, "server", "index.js"));
}

async function build(folder: string, { signal, verbose }: Options): Promise<void> {
  const remix = path.resolve("node_modules/@remix-run/dev/dist/cli.js");
  const child = spawn(process.execPath, [remix, "vite:build", "--logLevel", verbose ? "info" : "warn"], {
    stdio: ["ignore", verbose ? "inherit" : "pipe", verbose ? "inherit" : "pipe"],
    env: { ...process.env, NODE_ENV: "production", BUILD_FOLDER: folder },
    signal,
  });
  let output = "";
  child.stdout?.on("data", (chunk) => (output += chunk));
  child.stderr?.on("data", (chunk) => (output += chunk));
  const status = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  signal?.throwIfAborted();
  if (status !== 0) throw new Error(`The build failed.\n${output}`);
}

/** The stamp goes first and comes last: a build that was half replaced is never taken for a whole one. */
function replaceWith(staged: string, digest: string): void {
  rmSync(STAMP, { force: true });
  for (const part of PARTS) {
    const place = path.join(BUILD, part);
    if (existsSync(place)) renameSync(place, path.join(staged, `former-${part}`));
    renameSync(path.join(staged, part), place);
  }
  writeFileSync(path.join(staged, "source-digest"), digest);
  renameSync(path.join(staged, "source-digest"), STAMP);
}

/** What builds that were killed have left. */
function removeLeftovers(): void {
  for (const name of readdirSync(BUILD)) {
    const pid = Number(/^staged-(\d+)$/.exec(name)?.[1]);
    if (pid && (pid === process.pid || !isRunning(pid))) rmSync(path.join(BUILD, name), { recursive: true, force: true });
  }
}
