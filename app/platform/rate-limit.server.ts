import { createHash } from "node:crypto";
import { isIP, isIPv4 } from "node:net";
import { RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { now } from "./clock.server.ts";
import { pool } from "./db.server.ts";

/** How often something may be tried. A window begins with its first try and ends by itself, however often one goes on. */
const LIMITS = {
  /** Against guessing one person's password from one place. */
  "sign-in-from-address-to-account": { tries: 10, seconds: 15 * 60 },
  /** Against guessing one person's password from many places. */
  "sign-in-to-account": { tries: 50, seconds: 60 * 60 },
  /** Against trying one password on many people. A school behind one address signs in within it: success is not counted. */
  "sign-in-from-address": { tries: 200, seconds: 15 * 60 },
  "sign-up-from-address": { tries: 60, seconds: 60 * 60 },
  "sign-up-for-email": { tries: 5, seconds: 60 * 60 },
  "reset-from-address": { tries: 30, seconds: 60 * 60 },
  "reset-for-email": { tries: 5, seconds: 60 * 60 },
  "verification-mail": { tries: 5, seconds: 60 * 60 },
  /** Asking for the password again, where somebody is signed in. */
  "password-check": { tries: 10, seconds: 15 * 60 },
  "change-email": { tries: 10, seconds: 60 * 60 },
} as const;

export type LimitName = keyof typeof LIMITS;
export type Limited = { allowed: true } | { allowed: false; retryAt: Date };

const limiters = new Map<LimitName, RateLimiterPostgres>();

function limiter(name: LimitName): RateLimiterPostgres {
  const known = limiters.get(name);
  if (known) return known;
  const { tries, seconds } = LIMITS[name];
  const made = new RateLimiterPostgres({
    storeClient: pool,
    storeType: "pool",
    tableName: "RateLimit",
    // Prisma's migrations make the table, and the job "sweep-expired" clears it.
    tableCreated: true,
    clearExpiredByTimeout: false,
    keyPrefix: name,
    points: tries,
    duration: seconds,
  });
  limiters.set(name, made);
  return made;
}

/**
 * Counts one try and says whether it may go on; if not, when the next may. All processes count together, and of any
 * number of tries at once no more than the limit pass. The key (an e-mail, a client address) is stored as a hash.
 */
export async function limit(name: LimitName, key: string): Promise<Limited> {
  try {
    await limiter(name).consume(hashKey(key));
    return { allowed: true };
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    return { allowed: false, retryAt: new Date(now().getTime() + Math.max(refusal.msBeforeNext, 1_000)) };
  }
}

/** Counts one try against every limit. Refused by any of them, it is refused until the last of them lets go. */
export async function limitAll(tries: readonly (readonly [name: LimitName, key: string])[]): Promise<Limited> {
  const outcomes = await Promise.all(tries.map(([name, key]) => limit(name, key)));
  const times = outcomes.flatMap((outcome) => (outcome.allowed ? [] : [outcome.retryAt.getTime()]));
  return times.length === 0 ? { allowed: true } : { allowed: false, retryAt: new Date(Math.max(...times)) };
}

/** Takes back one try that turned out to be rightful. */
export async function giveBack(name: LimitName, key: string): Promise<void> {
  await limiter(name).reward(hashKey(key));
}

/** Forgets every try under the key. */
export async function forget(name: LimitName, key: string): Promise<void> {
  await limiter(name).delete(hashKey(key));
}

function hashKey(key: string): string {
  return createHash("sha256").update(key).digest("base64url");
}

/** The client address as limits count it: IPv6 by its /64 network, of which one client has all addresses. */
export function networkOf(clientAddress: string): string {
  const address = clientAddress
    .toLowerCase()
    .replace(/%.*$/, "")
    .replace(/^::ffff:(?=\d+\.)/, "");
  if (!isIP(address) || isIPv4(address)) return address;
  const [head = "", tail] = address.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail ? tail.split(":") : [];
  const missing = tail === undefined ? 0 : 8 - before.length - after.length;
  const groups = [...before, ...Array<string>(Math.max(missing, 0)).fill("0"), ...after];
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":");
}
