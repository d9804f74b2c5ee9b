import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type pg from "pg";
import type { PageShape } from "./floor-app/app/floor-page.tsx";
import { type MeasuredProcess, startProcess } from "./measured-process.ts";

/** The servers that do nothing but what must be done, running beside the site. */
export interface Floors {
  nodeHttp: MeasuredProcess;
  expressReact: MeasuredProcess;
  /** A page of every shape, at `/NAME`. */
  remix: MeasuredProcess;
  stop(): Promise<void>;
}

export async function startFloors(shapes: { catalogueBytes: number; pages: Record<string, PageShape> }): Promise<Floors> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "courses-floor-"));
  const home = path.join(folder, "tests/bench/floor-app");
  const running: MeasuredProcess[] = [];
  const start = async (file: string, argument: string) => {
    const started = await startProcess(`tests/bench/floors/${file}`, [argument]);
    running.push(started);
    return started;
  };
  const stop = async () => {
    for (const floor of running) await floor.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    buildFloorApp(folder, home, shapes.pages);
    return {
      nodeHttp: await start("node-http.ts", String(shapes.catalogueBytes)),
      expressReact: await start("express-react.tsx", JSON.stringify(shapes.pages.c)),
      remix: await start("remix.ts", home),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A Remix app with the default entry.server, built for production in a folder of its own. */
function buildFloorApp(folder: string, home: string, pages: Record<string, PageShape>): void {
  mkdirSync(path.dirname(home), { recursive: true });
  cpSync("tests/bench/floor-app", home, { recursive: true });
  cpSync("remix.config.js", path.join(folder, "remix.config.js"));
  symlinkSync(path.resolve("node_modules"), path.join(folder, "node_modules"));
  const { dependencies } = JSON.parse(readFileSync("package.json", "utf8"));
  writeFileSync(path.join(home, "package.json"), JSON.stringify({ type: "module", private: true, dependencies }));
  writeFileSync(path.join(home, "app/shapes.ts"), `export const shapes = ${JSON.stringify(pages)};\n`);
  execFileSync(path.resolve("node_modules/.bin/remix"), ["vite:build", "--logLevel", "error"], {
    cwd: home,
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, NODE_ENV: "production" },
  });
}

/** What one process can do through `pg`: answers a second, by how many ask at once. */
export async function statementFloors(
  pool: pg.Pool,
  connections: number,
  seconds: number,
): Promise<{ select: number; update: number }> {
  await pool.query("create table if not exists bench_row (id int primary key, value int not null)");
  await pool.query("insert into bench_row select i, 0 from generate_series(1, 200) i on conflict do nothing");
  let row = 0;
  const select = await repeat(connections, seconds, () => pool.query({ name: "floor-select", text: "select 1" }));
  const update = await repeat(connections, seconds, () => {
    row = (row % 200) + 1;
    return pool.query({ name: "floor-update", text: "update bench_row set value = value + 1 where id = $1", values: [row] });
  });
  return { select, update };
}

/** How often a second `work` gets done where `connections` do it over and over. */
export async function repeat(connections: number, seconds: number, work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  const end = started + seconds * 1000;
  let done = 0;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (performance.now() < end) {
        await work();
        done += 1;
      }
    }),
  );
  return (done / (performance.now() - started)) * 1000;
}
