// Runs the Prisma CLI with our schema engine, so that it needs nothing but npm packages: `npm run prisma -- <arguments>`.
import { spawnSync } from "node:child_process";
import { chmodSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const engine = fileURLToPath(new URL("./schema-engine.mjs", import.meta.url));
// A checkout on a file system without modes, or from an archive, may have lost the executable bit.
chmodSync(engine, 0o755);

const cli = createRequire(import.meta.url).resolve("prisma/build/index.js");
const { status } = spawnSync(process.execPath, [cli, ...process.argv.slice(2)], {
  cwd: fileURLToPath(new URL("..", import.meta.url)),
  stdio: "inherit",
  env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: engine, PRISMA_HIDE_UPDATE_MESSAGE: "1", CHECKPOINT_DISABLE: "1" },
});
process.exit(status ?? 1);
