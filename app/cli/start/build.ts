import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { digestOf } from "./folder-digest.ts";

const STAMP = "build/source-digest";
const SOURCES = ["app", "public", "prisma/schema.prisma", "package-lock.json", "vite.config.ts", "remix.config.js"];

/** Builds browser and server code unless `build/` was made from exactly these sources. */
export async function buildIfStale(): Promise<void> {
  const digest = digestOf(SOURCES);
  if (existsSync(STAMP) && existsSync("build/server/index.js") && readFileSync(STAMP, "utf8") === digest) return;
  console.log("Building. This happens at the first start and after a change of the code.");
  const child = spawn("npx", ["--no-install", "remix", "vite:build", "--logLevel", "warn"], {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, NODE_ENV: "production" },
  });
  let output = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  child.stderr.on("data", (chunk) => (output += chunk));
  const status = await new Promise((resolve) => child.once("close", resolve));
  if (status !== 0) throw new Error(`The build failed:\n${output}`);
  writeFileSync(STAMP, digest);
}
