import type { ChildProcess } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { openEmbeddedDatabase } from "#app/platform/database/embedded.server.ts";
import { removeData, startSite } from "#tests/support/site.ts";
import { attemptBench } from "./attempts.ts";
import { weighPages } from "./client-weight.ts";
import { startFloors, statementFloors } from "./floors.ts";
import { growSchool } from "./grow.ts";
import { LEVELS, load } from "./load.ts";
import { floorsOf, type Measured, measureAttempts, measureScenario, type Pace } from "./measure.ts";
import { PROBE, profileInto, read } from "./measured-process.ts";
import {
  measureQuestionImport,
  measureReconciling,
  measureSale,
  measureStatistics,
  measureStudio,
} from "./measured-statistics.ts";
import { readPages } from "./page-shape.ts";
import { printReport, type Report } from "./report.ts";
import { scenariosOf } from "./scenarios.ts";
import { openSchool } from "./school.ts";

const USAGE = "Usage: npm run bench -- [--quick] [--only abcdefghijklmn] [--no-growth] [--profile folder] [--json [file]]";

/** Everything the issue asks for: measured, printed as a table, and with --json as JSON too. */
const given = process.argv.slice(2);
const { values } = parseArgs({
  // "--json" alone means standard output.
  args: given.flatMap((word, at) => (word === "--json" && (given[at + 1] ?? "--").startsWith("--") ? ["--json", "-"] : [word])),
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string", default: "abcdefghijklmn" },
    "no-growth": { type: "boolean", default: false },
    json: { type: "string" },
    profile: { type: "string" },
    help: { type: "boolean", default: false },
  },
});
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}

const pace: Pace = values.quick ? { seconds: 1, warmUp: 500 } : { seconds: 3, warmUp: 2_000 };
const report = await bench();
printReport(report, values.json === "-" ? process.stderr : process.stdout);
if (values.json === "-") process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
else if (values.json) writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`);

function say(what: string): void {
  console.error(`[${Math.round(performance.now() / 1000)} s] ${what}`);
}

/** With --profile: one more round, of which a CPU profile is kept that Chromium's developer tools open. */
async function profile(server: ChildProcess, name: string, work: () => Promise<unknown>): Promise<void> {
  if (!values.profile) return;
  mkdirSync(values.profile, { recursive: true });
  await profileInto(path.join(values.profile, `${name}.cpuprofile`), server, work);
}

async function bench(): Promise<Report> {
  say("building and starting the site");
  const site = await startSite({ preload: PROBE, env: { TRUST_PROXY: "true" } });
  const closers = [async () => removeData(site), async () => void (await site.stop())];
  try {
    const { url } = await openEmbeddedDatabase(path.join(site.dataDir, "postgres"));
    const school = await openSchool(url, site.url);
    closers.push(() => school.pool.end());
    say(`measuring ${school.course.key} with ${school.students.length} students and ${school.progressRows} lines of progress`);

    const all = scenariosOf(school, site);
    const pages = await readPages(all, site.url, school.readingHtml);
    const floors = await startFloors(pages);
    closers.push(floors.stop);
    const floorOf = floorsOf(floors, school, pace);

    const measured: Measured[] = [];
    const scenarios = all.filter(({ key }) => values.only.includes(key));
    const attempts = await attemptBench(school, site.url, site.process);
    for (const scenario of scenarios) {
      say(`(${scenario.key}) ${scenario.title}`);
      await scenario.prepare?.();
      measured.push(await measureScenario(scenario, site, pace, floorOf[scenario.key]));
      await profile(site.process, scenario.key, () => load({ ...site, next: scenario.next }, 8, pace.seconds));
      await scenario.settle?.();
      await scenario.finish?.();
    }
    if (values.only.includes("f")) {
      say("(f) attempts");
      measured.push(await measureAttempts(attempts, pace, floorOf.f));
      await profile(site.process, "f", () => attempts.load(8, pace.seconds));
      await attempts.settle();
    }
    say("floors, and the weight of pages");
    const others = { expressReact: [] as number[], select: [] as number[], update: [] as number[] };
    for (const connections of LEVELS) {
      const target = { url: floors.expressReact.url, process: floors.expressReact.process, next: () => ({ path: "/" }) };
      others.expressReact.push((await load(target, connections, pace.seconds)).rate);
      const { select, update } = await statementFloors(school.pool, connections, pace.seconds / 2);
      others.select.push(select);
      others.update.push(update);
    }
    const weights = await weighPages(school, site.url);
    const statistics = await measureStatistics();
    say("(j) import of 2,000 questions");
    const questionImport = await measureQuestionImport();
    say("(l) a sale");
    const sale = await measureSale(url, school.course.key);
    say("(m) reconciling 10,000 orders");
    const reconciling = values.only.includes("m") ? await measureReconciling(url, school.course.key) : null;
    say("(n) the studio");
    const studio = values.only.includes("n") ? await measureStudio(url, site.url) : null;
    const before = await read(site.process);

    const grown: Measured[] = [];
    let growth: Report["growth"] = null;
    if (!values["no-growth"]) {
      say("filling the database: 100,000 enrolments, 1,000,000 lines of progress");
      const size = await growSchool(school, 100_000);
      for (const scenario of scenarios.filter(({ key }) => "cdeg".includes(key))) {
        say(`(${scenario.key}) again`);
        grown.push(await measureScenario(scenario, site, pace));
      }
      growth = { ...size, measured: grown };
    }
    const after = await read(site.process);
    return {
      at: new Date().toISOString(),
      node: process.version,
      quick: values.quick,
      course: { key: school.course.key, students: school.students.length, progressRows: school.progressRows },
      measured: measured.sort((a, b) => (a.key < b.key ? -1 : 1)),
      floors: others,
      growth,
      weights,
      statistics,
      questionImport,
      sale,
      reconciling,
      studio,
      memory: { resident: before.resident, residentAfterGrowth: after.resident, heapUsed: after.heapUsed },
    };
  } finally {
    for (const close of closers.reverse()) await close().catch((error: unknown) => console.error(error));
  }
}
