import { announce } from "#app/platform/announcements.server.ts";
import { recordAudit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { type CompiledArticle, compileArticles } from "./compile-articles.server.ts";
import type { Fault } from "./fault.ts";
import { readArticles } from "./read-folder.server.ts";

export type PublishArticles =
  | { status: "published"; added: string[]; changed: string[]; removed: string[]; unchanged: number; warnings: Fault[] }
  | { status: "refused"; reason: "faults"; faults: Fault[]; warnings: Fault[] };

/** Makes the published articles those of the folder, in one transaction. An article whose file is gone is taken off the site. */
export async function publishArticles(dir: string, tx: Db = db): Promise<PublishArticles> {
  const { articles, faults, warnings } = compileArticles(readArticles(dir));
  if (faults.length > 0) return { status: "refused", reason: "faults", faults, warnings };
  const written = await inTransaction(tx, (tx) => writeArticles(articles, tx));
  return { status: "published", ...written, warnings };
}

async function writeArticles(articles: CompiledArticle[], tx: Db) {
  // One publisher at a time: the second one compares with what the first one wrote.
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('publish-articles'))`;
  const stored = new Map(
    (await tx.article.findMany({ select: { key: true, digest: true } })).map(({ key, digest }) => [key, digest]),
  );
  const added = articles.filter(({ key }) => !stored.has(key));
  const changed = articles.filter(({ key, digest }) => stored.has(key) && stored.get(key) !== digest);
  const kept = new Set(articles.map(({ key }) => key));
  const removed = [...stored.keys()].filter((key) => !kept.has(key));

  const at = now();
  await tx.article.createMany({ data: added.map((article) => ({ ...article, updatedAt: at })) });
  for (const article of changed) await tx.article.update({ where: { key: article.key }, data: { ...article, updatedAt: at } });
  await tx.article.deleteMany({ where: { key: { in: removed } } });
  const keys = { added: added.map(({ key }) => key), changed: changed.map(({ key }) => key), removed };
  if (added.length + changed.length + removed.length > 0) {
    await recordAudit({ actorId: null, action: "articles.publish", subjectKind: "articles", subjectId: "all", detail: keys }, tx);
    await announce("catalogue-changed", tx);
  }
  return { ...keys, unchanged: articles.length - added.length - changed.length };
}
