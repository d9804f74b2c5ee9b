import { AIMS, MOODLE } from "./aims.ts";
import type { PageWeight } from "./client-weight.ts";
import type { Growth } from "./grow.ts";
import { LEVELS } from "./load.ts";
import type { Measured } from "./measure.ts";
import { column, number, percent, table } from "./table.ts";
import { verdicts } from "./verdicts.ts";

interface SaleCost {
  /** To Stripe. */
  calls: number;
  statements: number;
  milliseconds: number;
}

/** Everything that was measured. Rates are a second, times in milliseconds, sizes in bytes. */
export interface Report {
  at: string;
  node: string;
  quick: boolean;
  course: { key: string; students: number; progressRows: number };
  measured: Measured[];
  /** Floors that no scenario stands on by itself, by number of connections. */
  floors: { expressReact: number[]; select: number[]; update: number[] };
  growth: (Growth & { measured: Measured[] }) | null;
  weights: PageWeight[];
  /** The figures of 10,000 attempts at 36 items, in a process of their own: milliseconds, and megabytes beyond the answers. */
  statistics: { first: number; best: number; megabytes: number };
  /** Of 2,000 questions: milliseconds of the whole import, and of the floor, which only takes the file apart. */
  questionImport: { format: string; milliseconds: number; floor: number; floorOf: string }[];
  /** From the page to Stripe's, and the opening of what was paid: the most calls and statements, the median of milliseconds. */
  sale: { checkout: SaleCost; fulfilment: SaleCost; floor: number };
  /** Of 10,000 orders that differ in nothing; `floor`: Stripe's list of them alone. `kept`: megabytes of heap that stay. */
  reconciling: { orders: number; milliseconds: number; floor: number; statements: number; kept: number } | null;
  /**
   * Of a draft of 500 lessons: its page opened for the first time and again, a lesson saved, all of it checked and compiled, what
   * publishing would change shown, and published to 10,000 learners; the longest wait of who read a page meanwhile. Milliseconds.
   */
  studio: Record<"openFirst" | "open" | "save" | "check" | "checkFirst" | "preview" | "publish" | "longestRead", number> | null;
  /** Of the server's process: after the run, and after the run on the grown database. */
  memory: { resident: number; residentAfterGrowth: number; heapUsed: number };
}

export function printReport(report: Report, out: { write(text: string): unknown }): void {
  const line = (text = "") => out.write(`${text}\n`);
  line(
    `\n${report.at}, Node ${report.node}, ${report.course.key}: ${report.course.students} students, ${report.course.progressRows} lines of progress`,
  );
  if (report.quick) line("Measured with --quick: numbers are rough.");
  line();
  line(resultTable(report.measured));
  line(`Other floors at ${LEVELS.join(", ")} connections, a second:`);
  line(floorTable(report));
  if (report.growth) {
    line(
      `Again with ${number(report.growth.enrolments)} enrolments and ${number(report.growth.progressRows)} lines of progress:`,
    );
    line(growthTable(report));
  }
  line("Weight of pages, in bytes:");
  line(weightTable(report.weights));
  const mb = (bytes: number) => `${Math.round(bytes / 1024 / 1024)} MB`;
  const { first, best, megabytes } = report.statistics;
  line(
    `Statistics of 10,000 attempts of 36 items: ${number(first)} ms at first, ${number(best)} ms at best, ${number(megabytes)} MB`,
  );
  for (const { format, milliseconds, floor, floorOf } of report.questionImport) {
    line(`(j) Import of 2,000 questions from ${format}: ${number(milliseconds)} ms; ${floorOf} alone: ${number(floor)} ms`);
  }
  const { checkout, fulfilment, floor } = report.sale;
  line(
    `(l) From the button to Stripe's page: ${checkout.calls} call, ${checkout.statements} statements, ${number(checkout.milliseconds)} ms`,
  );
  line(
    `(l) Opening what was paid: ${fulfilment.calls} call, ${fulfilment.statements} statements, ${number(fulfilment.milliseconds)} ms; the same call and as many one-row updates alone: ${number(floor)} ms (${(fulfilment.milliseconds / floor).toFixed(1)}x)`,
  );
  if (report.reconciling) {
    const { orders, milliseconds, floor, statements, kept } = report.reconciling;
    line(
      `(m) Reconciling ${number(orders)} orders: ${number(milliseconds)} ms, ${statements} statements, ${kept.toFixed(1)} MB kept; Stripe's list of them alone: ${number(floor)} ms (${(milliseconds / floor).toFixed(1)}x)`,
    );
  }
  if (report.studio) {
    const { openFirst, open, save, check, checkFirst, preview, publish, longestRead } = report.studio;
    line(
      `(n) A draft of 500 lessons: opened in ${number(openFirst)} ms, again in ${number(open)} ms; a lesson saved in ${number(save)} ms; checked and compiled in ${number(checkFirst)} ms, again in ${number(check)} ms; what publishing changes shown in ${number(preview)} ms`,
    );
    line(
      `(n) Published with 10,000 learners in ${number(publish)} ms; who read meanwhile waited at most ${number(longestRead)} ms`,
    );
  }
  line(
    `Memory of the server's process: ${mb(report.memory.resident)}, after growth ${mb(report.memory.residentAfterGrowth)} (heap in use ${mb(report.memory.heapUsed)})\n`,
  );
  line("Against the aims:");
  line(
    table(
      [column("", "left"), column("aim"), column("reached"), column("", "left")],
      verdicts(report).map(({ what, aim, reached, met }) => [what, aim, reached, met ? "yes" : "NO"]),
    ),
  );
}

function resultTable(measured: Measured[]): string {
  const columns = [
    column("", "left"),
    ...[
      "conn.",
      "per s",
      "p50 ms",
      "p99 ms",
      "p99/p50",
      "errors",
      "bytes",
      "SQL",
      "CPU ms",
      "floor/s",
      "of floor",
      "CPU of floor",
      "of aim",
      "of Moodle",
    ].map((heading) => column(heading)),
    column("floor", "left"),
  ];
  const rows = measured.flatMap(({ key, title, results, floor }) =>
    results.map((result, level) => {
      const aim = AIMS[key];
      const moodle = MOODLE[key];
      const floorRate = floor?.rates[level];
      const floorCpu = floor?.cpu[level];
      return [
        level === 0 ? `(${key}) ${title}` : "",
        String(result.connections),
        number(result.rate),
        number(result.p50),
        number(result.p99),
        (result.p99 / result.p50).toFixed(1),
        String(result.errors),
        number(result.bytes),
        result.statements.toFixed(1),
        result.cpu.toFixed(2),
        floorRate === undefined ? "" : number(floorRate),
        floorRate === undefined ? "" : percent(result.rate / floorRate),
        floorCpu == null ? "" : percent(floorCpu / result.cpu),
        aim === null ? "" : percent(result.rate / aim),
        moodle === undefined ? "" : `${(result.rate / moodle).toFixed(1)}x`,
        level === 0 ? (floor?.name ?? "") : "",
      ];
    }),
  );
  return table(columns, rows);
}

function floorTable({ floors, measured }: Report): string {
  const remix = measured.filter(({ floor }) => floor?.name === "Remix floor");
  const rows = [
    ["Express with renderToString, the course page's size", ...floors.expressReact.map(number)],
    ["select 1 through pg", ...floors.select.map(number)],
    ["one-row update through pg", ...floors.update.map(number)],
    ...remix.map(({ key, floor }) => [`Remix floor of (${key})`, ...(floor?.rates ?? []).map(number)]),
  ];
  return table([column("", "left"), ...LEVELS.map((level) => column(String(level)))], rows);
}

function growthTable({ growth, measured }: Report): string {
  const rows = (growth?.measured ?? []).flatMap((grown) => {
    const before = measured.find(({ key }) => key === grown.key);
    return grown.results.map((result, level) => {
      const was = before?.results[level];
      return [
        level === 0 ? `(${grown.key}) ${grown.title}` : "",
        String(result.connections),
        number(result.rate),
        number(result.p50),
        number(result.p99),
        was ? (was.rate / result.rate).toFixed(2) : "",
        was ? (result.p50 / was.p50).toFixed(2) : "",
        was ? (result.cpu / was.cpu).toFixed(2) : "",
        String(result.errors),
      ];
    });
  });
  const columns = ["conn.", "per s", "p50 ms", "p99 ms", "time grew", "p50 grew", "CPU grew", "errors"].map((heading) =>
    column(heading),
  );
  return table([column("", "left"), ...columns], rows);
}

function weightTable(weights: PageWeight[]): string {
  return table(
    [
      column("", "left"),
      column("HTML"),
      column("HTML gzip"),
      column("beyond the text"),
      column("script gzip"),
      column("scripts"),
    ],
    weights.map(({ page, html, htmlGzip, beyondTextGzip, scriptGzip, scripts }) => [
      page,
      number(html),
      number(htmlGzip),
      beyondTextGzip === undefined ? "" : number(beyondTextGzip),
      number(scriptGzip),
      String(scripts.length),
    ]),
  );
}
