import { type Db, db } from "#app/platform/db.server.ts";
import { compileArticles } from "./compile-articles.server.ts";
import { type PublishTexts, publishTexts } from "./publish-texts.server.ts";
import { readArticles } from "./read-folder.server.ts";

/** Makes the published articles those of the folder, in one transaction. An article whose file is gone is taken off the site. */
export async function publishArticles(dir: string, tx: Db = db): Promise<PublishTexts> {
  const { articles, ...findings } = compileArticles(readArticles(dir));
  return publishTexts(
    {
      what: "articles",
      texts: articles,
      ...findings,
      table: {
        stored: (tx) => tx.article.findMany({ select: { key: true, digest: true } }),
        add: (data, tx) => tx.article.createMany({ data }),
        change: (data, tx) => tx.article.update({ where: { key: data.key }, data }),
        remove: (keys, tx) => tx.article.deleteMany({ where: { key: { in: keys } } }),
      },
    },
    tx,
  );
}
