import { verify } from "@node-rs/argon2";
import { hashPassword } from "#app/features/accounts/password.server.ts";
import type { AttemptBench } from "./attempts.ts";
import { type Floors, repeat, statementFloors } from "./floors.ts";
import { LEVELS, load, type Result } from "./load.ts";
import type { MeasuredProcess } from "./measured-process.ts";
import type { Scenario, ScenarioKey } from "./scenarios.ts";
import { PASSWORD, type School } from "./school.ts";

export interface Measured {
  key: ScenarioKey;
  title: string;
  /** One for every number of connections. */
  results: Result[];
  /** What the floor did at the same numbers, a moment later; without for a grown database. */
  floor?: { name: string; rates: number[]; cpu: (number | null)[] };
}

/** Seconds for each number of connections. Before them, as many rounds as it takes until so many requests are answered. */
export interface Pace {
  seconds: number;
  warmUp: number;
}

const WARM_UP_ROUNDS = 5;

async function warmUp(pace: Pace, loading: Loading): Promise<void> {
  let answered = 0;
  for (let round = 0; round < WARM_UP_ROUNDS && answered < pace.warmUp; round += 1) {
    answered += (await loading(8, pace.seconds)).count;
  }
}

interface FloorOf {
  name: string;
  at(connections: number): Promise<{ rate: number; cpu: number | null }>;
}

/** The floor of every scenario: what must be done in any case, and nothing else. */
export function floorsOf(floors: Floors, school: School, pace: Pace): Record<ScenarioKey, FloorOf> {
  const passwordHash = hashPassword(PASSWORD);
  const web = (name: string, server: MeasuredProcess, path: string): FloorOf => {
    let warm = false;
    return {
      name,
      async at(connections) {
        const target = { url: server.url, process: server.process, next: () => ({ path }) };
        if (!warm) await warmUp(pace, (connections, seconds) => load(target, connections, seconds));
        warm = true;
        return load(target, connections, pace.seconds);
      },
    };
  };
  const update = (name: string, times: number): FloorOf => ({
    name,
    async at(connections) {
      const { update } = await statementFloors(school.pool, connections, pace.seconds / 2);
      return { rate: update / times, cpu: null };
    },
  });
  return {
    a: web("node:http", floors.nodeHttp, "/"),
    b: {
      name: "argon2 alone",
      async at(connections) {
        const hash = await passwordHash;
        return { rate: await repeat(connections, pace.seconds, () => verify(hash, PASSWORD)), cpu: null };
      },
    },
    c: web("Remix floor", floors.remix, "/c"),
    d: web("Remix floor", floors.remix, "/d"),
    e: update("one-row update", 1),
    // Start, ten answers and handing in write something.
    f: update("12 one-row updates", 12),
    h: update("one-row update", 1),
    // The score, the end of the attempt, the lesson's completion.
    i: update("3 one-row updates", 3),
    // The event, and its job.
    k: update("2 one-row updates", 2),
    g: web("Remix floor", floors.remix, "/g"),
  };
}

type Loading = (connections: number, seconds: number) => Promise<Result>;

/** Every number of connections, each followed by its floor, so that both see the machine in the same mood. */
async function measure(
  of: { key: ScenarioKey; title: string },
  loading: Loading,
  pace: Pace,
  floor?: FloorOf,
): Promise<Measured> {
  await warmUp({ ...pace, warmUp: of.key === "f" ? pace.warmUp / 10 : of.key === "b" ? 1 : pace.warmUp }, loading);
  const results: Result[] = [];
  const rates: number[] = [];
  const cpu: (number | null)[] = [];
  for (const connections of LEVELS) {
    results.push(await loading(connections, pace.seconds));
    if (!floor) continue;
    const below = await floor.at(connections);
    rates.push(below.rate);
    cpu.push(below.cpu);
  }
  return { key: of.key, title: of.title, results, ...(floor && { floor: { name: floor.name, rates, cpu } }) };
}

export async function measureScenario(scenario: Scenario, site: MeasuredProcess, pace: Pace, floor?: FloorOf): Promise<Measured> {
  const target = { url: site.url, process: site.process, next: scenario.next };
  const loading: Loading = async (connections, seconds) => {
    const result = await load(target, connections, seconds);
    await scenario.settle?.();
    return result;
  };
  return measure(scenario, loading, pace, floor);
}

export async function measureAttempts(bench: AttemptBench, pace: Pace, floor?: FloorOf): Promise<Measured> {
  await bench.settle();
  await bench.prepare();
  const loading: Loading = async (connections, seconds) => {
    const result = await bench.load(connections, seconds);
    await bench.settle();
    return result;
  };
  return measure({ key: "f", title: "assessment attempt of 10 items, whole" }, loading, pace, floor);
}
