import type { ChildProcess } from "node:child_process";
import autocannon from "autocannon";
import { read } from "./measured-process.ts";

/** One request to send. `done` hears how it was answered, before the next one on that connection. */
export interface Shot {
  path: string;
  method?: "GET" | "POST";
  headers?: Record<string, string>;
  body?: string;
  /** True where the answer is the one that was hoped for; left out, a 200 is. Names of headers are in lower case. */
  isRight?(status: number, headers: Record<string, string>): boolean;
  done?(): unknown;
}

export interface Target {
  url: string;
  /** The server's process, where its CPU time and statements are to be read. */
  process: ChildProcess;
  next(): Shot;
}

export interface Result {
  connections: number;
  /** Requests (or attempts) in all, and a second. */
  count: number;
  rate: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** Answers that were not the right ones, and connections that failed. */
  errors: number;
  /** A whole response with its headers, on average. */
  bytes: number;
  /** CPU time of the server's process a request, in milliseconds: what noise of the machine changes least. */
  cpu: number;
  /** SQL statements a request. */
  statements: number;
}

export const LEVELS = [1, 8, 32] as const;

/** Loads the target with autocannon, one request at a time on each connection. */
export async function load(target: Target, connections: number, seconds: number): Promise<Result> {
  const times: number[] = [];
  let bytes = 0;
  let errors = 0;
  const before = await read(target.process);
  const started = performance.now();
  let last = started;
  // What it returns is both, which its types do not say.
  const run = autocannon({
    url: target.url,
    connections,
    duration: seconds,
    sampleInt: 100,
    requests: [requestOf(target, () => (errors += 1))],
  }) as unknown as autocannon.Instance & Promise<autocannon.Result>;
  run.on("response", (_client, _status, size, time) => {
    times.push(time);
    bytes += size;
    last = performance.now();
  });
  const { errors: failed } = await run;
  const after = await read(target.process);
  return summarise({ connections, times, elapsed: last - started, errors: errors + failed, bytes, before, after });
}

function requestOf(target: Target, miss: () => void): autocannon.Request {
  return {
    setupRequest(request, context) {
      const shot = target.next();
      Object.assign(context, { shot });
      const { path, method = "GET", headers = {}, body } = shot;
      return Object.assign(request, { path, method, headers, body });
    },
    onResponse(status, _body, context, headers = {}) {
      const { shot } = context as { shot: Shot };
      const right = shot.isRight ? shot.isRight(status, lowerCased(headers as Record<string, string>)) : status === 200;
      if (!right) miss();
      shot.done?.();
    },
  };
}

function lowerCased(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
}

interface Taken {
  connections: number;
  /** Milliseconds, of each request. */
  times: number[];
  /** Milliseconds in all. */
  elapsed: number;
  errors: number;
  bytes: number;
  before: { cpu: number; statements: number };
  after: { cpu: number; statements: number };
}

/** @throws where nothing was answered: a number would mean nothing. */
export function summarise({ connections, times, elapsed, errors, bytes, before, after }: Taken): Result {
  if (times.length === 0) throw new Error("Nothing was answered.");
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  return {
    connections,
    count: times.length,
    rate: (times.length / elapsed) * 1000,
    p50: at(0.5),
    p99: at(0.99),
    errors,
    bytes: Math.round(bytes / times.length),
    cpu: (after.cpu - before.cpu) / times.length,
    statements: (after.statements - before.statements) / times.length,
  };
}
