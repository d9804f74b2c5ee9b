// @ts-check
import path from "node:path";
import { pathToFileURL } from "node:url";
import { isBuildFresh } from "./start/freshness.js";

// `npm start` and `npm run dev`. Where a build of these sources is there, the start itself comes from it, and the site
// runs without a TypeScript compiler in its process: a second less to wait, and tens of megabytes.
if (!process.argv.includes("--dev") && isBuildFresh()) {
  await import(pathToFileURL(path.resolve("build/start/start.js")).href);
} else {
  const { register } = await import("tsx/esm/api");
  register();
  await import("./start.ts");
}
