import { createHash } from "node:crypto";
import { isIP, isIPv4 } from "node:net";
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
  /** Results of visitors without an account. A class behind one address stays within it. */
  "guest-result-from-address": { tries: 120, seconds: 60 * 60 },
  /** Purchases that are begun without an account. */
  "guest-checkout-from-address": { tries: 60, seconds: 60 * 60 },
  /** Uploads of one person: files that are taken back stay on the disk until they are swept. */
  upload: { tries: 100, seconds: 60 * 60 },
  /** Codes that one person tries. */
  "promotion-code": { tries: 20, seconds: 60 * 60 },
  /** Mails of one gift: they go to somebody who has not asked for them. */
  "gift-mail": { tries: 10, seconds: 60 * 60 },
  /** Invitations and reminders of one team; a whole team of the largest size fits. */
  "team-mail": { tries: 60, seconds: 60 * 60 },
  /** Lists of people that one member of staff enrols: each of up to 500 gets a mail. */
  "enrol-people": { tries: 20, seconds: 60 * 60 },
  /** Everything about a person is a lot to read. */
  "export-account": { tries: 6, seconds: 60 * 60 },
} as const;

export type LimitName = keyof typeof LIMITS;
export type Limited = { allowed: true } | { allowed: false; retryAt: Date };
/** A try, by the limit that counts it and by who tries: an e-mail, a client address. */
export type Try = readonly [name: LimitName, key: string];

// Rows are locked in the order of their keys here and below, so that tries that cross cannot wait for each other.
const counting = {
  name: "count-tries",
  text: `
    insert into "RateLimit" as l (key, points, expire)
    select given.key, 1, $3::bigint + given.lasts from unnest($1::text[], $2::bigint[]) as given (key, lasts) order by given.key
    on conflict (key) do update set
      points = case when l.expire > $3::bigint then l.points + 1 else 1 end,
      expire = case when l.expire > $3::bigint then l.expire else excluded.expire end
    returning key, points, expire`,
};

/**
 * Counts one try and says whether it may go on; if not, when the next may. All processes count together, and of any
 * number of tries at once no more than the limit pass. The key is stored as a hash.
 */
export function limit(name: LimitName, key: string): Promise<Limited> {
  return limitAll([[name, key]]);
}

/**
 * Counts one try against every limit, each of them once. Refused by any of them, it is refused until the last of them
 * lets go. One SQL statement.
 */
export async function limitAll(tries: readonly Try[]): Promise<Limited> {
  const most = new Map(tries.map((one) => [rowOf(one), LIMITS[one[0]].tries]));
  const windows = tries.map(([name]) => LIMITS[name].seconds * 1000);
  const at = now().getTime();
  const { rows } = await pool.query<{ key: string; points: number; expire: string }>({
    ...counting,
    values: [[...most.keys()], windows, at],
  });
  const refusing = rows.filter(({ key, points }) => points > (most.get(key) ?? 0));
  if (refusing.length === 0) return { allowed: true };
  return { allowed: false, retryAt: new Date(Math.max(at + 1_000, ...refusing.map(({ expire }) => Number(expire)))) };
}

const settling = {
  name: "settle-tries",
  text: `
    with counted as materialized (
      select key from "RateLimit" where key = any($1::text[] || $2::text[]) order by key for update
    ), forgotten as (
      delete from "RateLimit" l using counted where l.key = counted.key and l.key = any($1::text[])
    )
    update "RateLimit" l set points = l.points - 1 from counted
    where l.key = counted.key and l.key = any($2::text[]) and l.points > 0 and l.expire > $3::bigint`,
};

/**
 * What follows from tries that turned out to be rightful: `giveBack` takes each of its tries back, `forget` takes back
 * every try under its keys. One SQL statement.
 */
export async function settleTries(ask: { forget?: readonly Try[]; giveBack?: readonly Try[] }): Promise<void> {
  const { forget = [], giveBack = [] } = ask;
  await pool.query({ ...settling, values: [forget.map(rowOf), giveBack.map(rowOf), now().getTime()] });
}

function rowOf([name, key]: Try): string {
  return `${name}:${hashKey(key)}`;
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
