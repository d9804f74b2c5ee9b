import { spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { takeBuildLock } from "#app/cli/start/build-lock.ts";
import { withoutSettings } from "#tests/support/settings.ts";
import { until } from "#tests/support/site.ts";

// A project of one source file, whose "Remix" notes that it ran and copies that file when the file `go` is there.
const BUILDER = `
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
appendFileSync("runs", process.pid + "\\n");
const source = readFileSync("app/page.ts", "utf8");
if (source.includes("fault")) { console.error("page.ts has a fault"); process.exit(1); }
for (let looks = 0; !existsSync("go"); looks += 1) {
  if (looks > 3000) process.exit(1);
  await new Promise((resolve) => setTimeout(resolve, 10));
}
for (const part of ["client", "server"]) {
  mkdirSync(process.env.BUILD_FOLDER + "/" + part, { recursive: true });
  writeFileSync(process.env.BUILD_FOLDER + "/" + part + "/index.js", source);
}
`;

let project: string;
const write = (file: string, text: string) => {
  mkdirSync(path.dirname(path.join(project, file)), { recursive: true });
  writeFileSync(path.join(project, file), text);
};
const read = (file: string) => (existsSync(path.join(project, file)) ? readFileSync(path.join(project, file), "utf8") : "");
const builders = () => read("runs").split("\n").filter(Boolean).map(Number);

beforeEach(() => {
  project = mkdtempSync(path.join(os.tmpdir(), "courses-build-"));
  write("package.json", '{ "type": "module" }');
  write("app/page.ts", "first");
  for (const program of ["start", "course"]) write(`app/cli/${program}.ts`, "export {};\n");
  write("node_modules/@remix-run/dev/dist/cli.js", BUILDER);
  write("node_modules/@remix-run/dev/package.json", '{ "type": "module" }');
  symlinkSync(path.resolve("node_modules/tsx"), path.join(project, "node_modules/tsx"));
});

afterEach(() => rmSync(project, { recursive: true, force: true }));

/** `npm run build` in that project. */
function build() {
  const child = spawn(process.execPath, ["--import", "tsx", path.resolve("app/cli/build.ts")], {
    cwd: project,
    env: withoutSettings(process.env),
  });
  let output = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  child.stderr.on("data", (chunk) => (output += chunk));
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  return { child, ended, output: () => output };
}

test("of two that start at once, one builds and the other waits for it; a third finds it done", async () => {
  const two = [build(), build()];
  await until("one waits for the other", () => two.some(({ output }) => output().includes("Another start is building.")));
  write("go", "");
  expect(await Promise.all(two.map(({ ended }) => ended))).toEqual([0, 0]);
  expect(builders()).toHaveLength(1);
  const third = build();
  expect(await third.ended).toBe(0);
  expect(third.output()).toContain("made from these sources already");
  expect(builders()).toHaveLength(1);
  expect(read("build/server/index.js")).toBe("first");
});

test("what was built before stays until the new build is whole, and after one that was killed the next builds", async () => {
  write("go", "");
  await build().ended;
  rmSync(path.join(project, "go"));
  write("app/page.ts", "second");
  const killed = build();
  await until("it builds", () => builders().length === 2);
  killed.child.kill("SIGKILL");
  process.kill(builders()[1]!, "SIGKILL");
  await killed.ended;
  expect(read("build/server/index.js")).toBe("first");
  const next = build();
  await until("the next builds", () => builders().length === 3);
  write("go", "");
  expect(await next.ended).toBe(0);
  expect(read("build/server/index.js")).toBe("second");
  expect(read("build/client/index.js")).toBe("second");
  expect(readdirSync(path.join(project, "build")).sort()).toEqual(["client", "server", "source-digest", "start"]);
});

test("a fault in the sources is shown and replaces nothing", async () => {
  write("go", "");
  await build().ended;
  write("app/page.ts", "fault");
  const failed = build();
  expect(await failed.ended).toBe(1);
  expect(failed.output()).toContain("page.ts has a fault");
  expect(read("build/server/index.js")).toBe("first");
});

test("a lock is waited for while its holder lives, and taken from one that is silent", async () => {
  const lock = path.join(project, "lock");
  const first = await takeBuildLock(lock, { onWait: () => {} });
  const waiting: string[] = [];
  const second = takeBuildLock(lock, { onWait: () => waiting.push("second") });
  await until("the second waits", () => waiting.length === 1);
  const minuteAgo = new Date(Date.now() - 60_000);
  writeFileSync(lock, "");
  utimesSync(lock, minuteAgo, minuteAgo);
  const taken = await second;
  taken.release();
  writeFileSync(lock, "1");
  expect(() => first.requireHeld()).toThrow("Another process began to build");
  first.release();
  expect(readFileSync(lock, "utf8")).toBe("1");
});
