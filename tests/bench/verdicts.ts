import { AIMS, LIMITS } from "./aims.ts";
import type { Measured } from "./measure.ts";
import type { Report } from "./report.ts";
import type { ScenarioKey } from "./scenarios.ts";
import { number, percent } from "./table.ts";

export interface Verdict {
  what: string;
  aim: string;
  reached: string;
  met: boolean;
}

/** Every aim of the issue beside what was reached. Rates are the best of the three numbers of connections. */
export function verdicts(report: Report): Verdict[] {
  const of = (key: ScenarioKey) => report.measured.filter((measured) => measured.key === key);
  return [
    ...report.measured.flatMap(rateVerdict),
    ...[...of("c"), ...of("d")].flatMap(floorVerdicts),
    ...of("b").flatMap(argon2Verdict),
    ...of("h").map(answerVerdict),
    ...statisticsVerdicts(report),
    ...importVerdict(report),
    ...of("k").map(intakeVerdict),
    ...saleVerdicts(report),
    ...reconcilingVerdicts(report),
    ...studioVerdicts(report),
    ...report.measured.map(tailVerdict),
    ...growthVerdicts(report),
    ...weightVerdicts(report),
    ...errorVerdict(report),
  ];
}

function rateVerdict({ key, title, results }: Measured): Verdict[] {
  const aim = AIMS[key];
  const best = Math.max(...results.map(({ rate }) => rate));
  return aim === null ? [] : [{ what: `(${key}) ${title}, a second`, aim: number(aim), reached: number(best), met: best >= aim }];
}

function floorVerdicts({ key, results, floor }: Measured): Verdict[] {
  const ratios = results.map(({ rate }, level) => rate / (floor?.rates[level] ?? Number.NaN));
  const least = Math.min(...ratios);
  const statements = Math.max(...results.map((result) => result.statements));
  return [
    {
      what: `(${key}) least ratio to the Remix floor`,
      aim: String(LIMITS.remixFloor),
      reached: least.toFixed(2),
      met: least >= LIMITS.remixFloor,
    },
    {
      what: `(${key}) SQL statements`,
      aim: `${LIMITS.statements}`,
      reached: statements.toFixed(1),
      met: statements <= LIMITS.statements + 0.05,
    },
  ];
}

function argon2Verdict({ results, floor }: Measured): Verdict[] {
  const shares = results.map(({ rate }, level) => rate / (floor?.rates[level] ?? Number.NaN));
  const share = Math.max(...shares);
  return [
    {
      what: "(b) share of argon2",
      aim: percent(LIMITS.argon2),
      reached: shares.map(percent).join(", "),
      met: share >= LIMITS.argon2,
    },
  ];
}

function answerVerdict({ results }: Measured): Verdict {
  const statements = Math.max(...results.map((result) => result.statements));
  return {
    what: "(h) SQL statements",
    aim: `${LIMITS.answerStatements}`,
    reached: statements.toFixed(1),
    met: statements <= LIMITS.answerStatements + 0.05,
  };
}

function importVerdict({ questionImport }: Report): Verdict[] {
  const slowest = Math.max(...questionImport.map(({ milliseconds }) => milliseconds));
  const [aim, reached] = [
    number(LIMITS.questionImport),
    questionImport.map(({ milliseconds }) => number(milliseconds)).join(", "),
  ];
  return [{ what: "(j) import of 2,000 questions, ms", aim, reached, met: slowest <= LIMITS.questionImport }];
}

function intakeVerdict({ results }: Measured): Verdict {
  const { p99 } = results.at(-1)!;
  const { intakeTail } = LIMITS;
  return { what: "(k) p99 at 32, ms", aim: number(intakeTail), reached: number(p99), met: p99 < intakeTail };
}

function saleVerdicts({ sale: { checkout, fulfilment } }: Report): Verdict[] {
  const most = (what: string, aim: number, reached: number) => ({
    what,
    aim: String(aim),
    reached: String(reached),
    met: reached <= aim,
  });
  return [
    most("(l) calls to Stripe from the button to its page", LIMITS.checkoutCalls, checkout.calls),
    most("(l) SQL statements of opening what was paid", LIMITS.fulfilmentStatements, fulfilment.statements),
  ];
}

function reconcilingVerdicts({ reconciling }: Report): Verdict[] {
  if (!reconciling) return [];
  const { milliseconds, kept } = reconciling;
  const [time, memory] = [LIMITS.reconcilingTime, LIMITS.reconcilingKept];
  return [
    {
      what: "(m) reconciling 10,000 orders, ms",
      ...{ aim: number(time), reached: number(milliseconds), met: milliseconds <= time },
    },
    { what: "(m) heap kept, MB", aim: String(memory), reached: kept.toFixed(1), met: kept <= memory },
  ];
}

function studioVerdicts({ studio }: Report): Verdict[] {
  if (!studio) return [];
  const least = (what: string, aim: number, reached: number) => ({
    ...{ what: `(n) ${what}, ms`, aim: number(aim), reached: number(reached), met: reached <= aim },
  });
  return [
    least("opening a draft of 500 lessons", LIMITS.studioOpen, studio.openFirst),
    least("saving a lesson of it", LIMITS.studioSave, studio.save),
    least("checking and compiling it", LIMITS.studioCheck, studio.checkFirst),
    least("publishing it with 10,000 learners", LIMITS.studioPublish, studio.publish),
  ];
}

function statisticsVerdicts({ statistics: { first, megabytes } }: Report): Verdict[] {
  return [
    {
      what: "statistics of 10,000 attempts, ms",
      aim: number(LIMITS.statisticsTime),
      reached: number(first),
      met: first <= LIMITS.statisticsTime,
    },
    {
      what: "statistics of 10,000 attempts, MB",
      aim: number(LIMITS.statisticsMemory),
      reached: number(megabytes),
      met: megabytes <= LIMITS.statisticsMemory,
    },
  ];
}

function tailVerdict({ key, results }: Measured): Verdict {
  const { p50, p99 } = results.at(-1)!;
  return {
    what: `(${key}) p99 to p50 at 32`,
    aim: `${LIMITS.tail}`,
    reached: (p99 / p50).toFixed(1),
    met: p99 <= LIMITS.tail * p50,
  };
}

function growthVerdicts({ growth, measured }: Report): Verdict[] {
  return (growth?.measured ?? []).map(({ key, results }) => {
    const before = measured.find((candidate) => candidate.key === key)!;
    const ratios = results.map(({ rate }, level) => before.results[level]!.rate / rate);
    // One number for the whole: the levels differ by chance.
    const mean = Math.exp(ratios.reduce((sum, ratio) => sum + Math.log(ratio), 0) / ratios.length);
    const aim = 1 / LIMITS.growth;
    return {
      what: `(${key}) growth`,
      aim: aim.toFixed(2),
      reached: `${mean.toFixed(2)} (${ratios.map((ratio) => ratio.toFixed(2)).join(", ")})`,
      met: mean <= aim,
    };
  });
}

function weightVerdicts({ weights, memory }: Report): Verdict[] {
  const lesson = weights.find(({ beyondTextGzip }) => beyondTextGzip !== undefined);
  const heaviest = Math.max(...weights.filter(({ page }) => page.startsWith("lesson")).map(({ scriptGzip }) => scriptGzip));
  const open = weights.filter(({ page }) => ["home", "catalogue", "course, public", "free preview", "sign-in"].includes(page));
  const onPublic = Math.max(...open.map(({ scriptGzip }) => scriptGzip));
  const resident = Math.max(memory.resident, memory.residentAfterGrowth);
  return [
    {
      what: "(d) gzip beyond the lesson's text",
      aim: number(LIMITS.beyondTextGzip),
      reached: number(lesson?.beyondTextGzip ?? Number.NaN),
      met: (lesson?.beyondTextGzip ?? Infinity) <= LIMITS.beyondTextGzip,
    },
    {
      what: "script on lesson pages, gzip",
      aim: number(LIMITS.lessonScriptGzip),
      reached: number(heaviest),
      met: heaviest <= LIMITS.lessonScriptGzip,
    },
    { what: "script on public pages, gzip", aim: "0", reached: number(onPublic), met: onPublic === 0 },
    {
      what: "memory after the whole run, MB",
      aim: number(LIMITS.memory / 1024 / 1024),
      reached: number(resident / 1024 / 1024),
      met: resident < LIMITS.memory,
    },
  ];
}

function errorVerdict({ measured, growth }: Report): Verdict[] {
  const errors = [...measured, ...(growth?.measured ?? [])]
    .flatMap(({ results }) => results)
    .reduce((sum, result) => sum + result.errors, 0);
  return [{ what: "wrong answers in all", aim: "0", reached: String(errors), met: errors === 0 }];
}
