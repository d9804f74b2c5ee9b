import { announce } from "#app/platform/announcements.server.ts";
import { recordAudit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, inTransaction } from "#app/platform/db.server.ts";
import type { Fault } from "./fault.ts";

export type PublishTexts =
  | { status: "published"; added: string[]; changed: string[]; removed: string[]; unchanged: number; warnings: Fault[] }
  | { status: "refused"; reason: "faults"; faults: Fault[]; warnings: Fault[] };

interface Text {
  key: string;
  /** Of all that is stored of it. */
  digest: string;
}

/** Where texts of one kind are kept. */
interface TextTable<Kept extends Text> {
  stored(tx: Db): Promise<Text[]>;
  add(texts: (Kept & { updatedAt: Date })[], tx: Db): Promise<unknown>;
  change(text: Kept & { updatedAt: Date }, tx: Db): Promise<unknown>;
  remove(keys: string[], tx: Db): Promise<unknown>;
}

/** Makes what is stored equal to what was compiled, in one transaction. What has a fault changes nothing. */
export async function publishTexts<Kept extends Text>(
  ask: { what: "articles" | "pages"; texts: Kept[]; faults: Fault[]; warnings: Fault[]; table: TextTable<Kept> },
  tx: Db,
): Promise<PublishTexts> {
  const { faults, warnings } = ask;
  if (faults.length > 0) return { status: "refused", reason: "faults", faults, warnings };
  const written = await inTransaction(tx, (tx) => writeTexts(ask, tx));
  return { status: "published", ...written, warnings };
}

async function writeTexts<Kept extends Text>(
  { what, texts, table }: { what: string; texts: Kept[]; table: TextTable<Kept> },
  tx: Db,
) {
  // One publisher at a time: the second one compares with what the first one wrote.
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext(${`publish-${what}`}))`;
  const stored = new Map((await table.stored(tx)).map(({ key, digest }) => [key, digest]));
  const added = texts.filter(({ key }) => !stored.has(key));
  const changed = texts.filter(({ key, digest }) => stored.has(key) && stored.get(key) !== digest);
  const kept = new Set(texts.map(({ key }) => key));
  const removed = [...stored.keys()].filter((key) => !kept.has(key));

  const updatedAt = now();
  await table.add(
    added.map((text) => ({ ...text, updatedAt })),
    tx,
  );
  for (const text of changed) await table.change({ ...text, updatedAt }, tx);
  await table.remove(removed, tx);
  const keys = { added: added.map(({ key }) => key), changed: changed.map(({ key }) => key), removed };
  if (added.length + changed.length + removed.length > 0) {
    await recordAudit({ actorId: null, action: `${what}.publish`, subjectKind: what, subjectId: "all", detail: keys }, tx);
    await announce("catalogue-changed", tx);
  }
  return { ...keys, unchanged: texts.length - added.length - changed.length };
}
