import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { isRunning } from "../../platform/database/processes.server.ts";
import { takeBuildLock } from "./build-lock.ts";
import { BUILD, digestOfSources, isBuildFresh, PARTS, STAMP } from "./freshness.js";

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
  if (isBuildFresh()) return false;
  mkdirSync(BUILD, { recursive: true });
  const lock = await takeBuildLock(path.join(BUILD, "lock"), {
    signal,
    onWait: () => console.log("Another start is building. Waiting for it."),
  });
  try {
    const digest = digestOfSources();
    if (isBuildFresh(digest)) return false;
    console.log("Building. This happens at the first start and after a change of the code.");
    removeLeftovers();
    const staged = path.join(BUILD, `staged-${process.pid}`);
    try {
      await buildSite(staged, { signal, verbose });
      await buildStart(staged, { verbose });
      signal?.throwIfAborted();
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

/** Remix builds what the browser loads and what serves it. */
async function buildSite(folder: string, { signal, verbose }: Options): Promise<void> {
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

/** The start's own code, and the command that it publishes with: so that the next one needs no TypeScript. */
async function buildStart(folder: string, { verbose }: Options): Promise<void> {
  const { build } = await import("vite");
  await build({
    configFile: false,
    logLevel: verbose ? "info" : "warn",
    build: {
      ssr: true,
      outDir: path.join(folder, "start"),
      rollupOptions: { input: { start: "app/cli/start.ts", course: "app/cli/course.ts" } },
      target: "es2022",
      copyPublicDir: false,
    },
  });
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
