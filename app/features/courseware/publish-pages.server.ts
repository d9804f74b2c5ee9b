import { type Db, db } from "#app/platform/db.server.ts";
import { compilePages } from "./compile-pages.server.ts";
import { type PublishTexts, publishTexts } from "./publish-texts.server.ts";
import { readPages } from "./read-folder.server.ts";

/** Makes the site's own pages (terms, privacy and so on) those of the folder, in one transaction. */
export async function publishPages(dir: string, tx: Db = db): Promise<PublishTexts> {
  const { pages, ...findings } = compilePages(readPages(dir));
  return publishTexts(
    {
      what: "pages",
      texts: pages,
      ...findings,
      table: {
        stored: (tx) => tx.sitePage.findMany({ select: { key: true, digest: true } }),
        add: (data, tx) => tx.sitePage.createMany({ data }),
        change: (data, tx) => tx.sitePage.update({ where: { key: data.key }, data }),
        remove: (keys, tx) => tx.sitePage.deleteMany({ where: { key: { in: keys } } }),
      },
    },
    tx,
  );
}
