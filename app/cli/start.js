// @ts-check
import { spawn } from "node:child_process";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { setFlagsFromString } from "node:v8";
import { isBuildFresh } from "./start/freshness.js";

// By itself V8 lets garbage grow to four times what is alive before it sweeps: a site of 50 MB would take 400. Sweeping at
// half as much again costs a few percent of the time (docs/performance.md).
setFlagsFromString("--heap-growing-percent=50");

// `npm start` and `npm run dev`. The start itself comes from the build too: so the site has no TypeScript compiler in
// its process, which is a second less to wait and tens of megabytes less to hold.
if (process.argv.includes("--dev")) {
  const { register } = await import("tsx/esm/api");
  register();
  await import("./start.ts");
} else {
  if (!isBuildFresh()) await prepare();
  await import(pathToFileURL(path.resolve("build/start/start.js")).href);
}

/** Checks and builds in a process of its own, which is gone with all its memory before the site begins. */
async function prepare() {
  const child = spawn(process.execPath, ["--import", "tsx", "app/cli/start/prepare.ts"], { stdio: "inherit" });
  let stopped = false;
  const stop = () => {
    stopped = true;
    child.kill("SIGTERM");
  };
  const signals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);
  for (const signal of signals) process.on(signal, stop);
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (stopped) process.exit(0);
  if (code !== 0) process.exit(1);
  for (const signal of signals) process.off(signal, stop);
}
