import { now } from "#app/platform/clock.server.ts";
import { type Db, db } from "#app/platform/db.server.ts";

/** A link that has ended is kept this long, so that its page can say why it does not work. */
const KEEP_DEAD_LINKS = 7 * 24 * 60 * 60 * 1000;

/** Deletes what has expired: sessions, one-time links, counted tries. For the job "sweep-expired". */
export async function sweepExpired(tx: Db = db): Promise<{ sessions: number; links: number; tries: number }> {
  const time = now();
  const { count: sessions } = await tx.session.deleteMany({ where: { expiresAt: { lte: time } } });
  const dead = new Date(time.getTime() - KEEP_DEAD_LINKS);
  const { count: links } = await tx.accountToken.deleteMany({ where: { expiresAt: { lte: dead } } });
  // It waits for no try that is being counted: two that wait for each other would end as an error for one of them.
  const tries = await tx.$executeRaw`
    delete from "RateLimit" where key in
      (select key from "RateLimit" where expire <= ${time.getTime()} order by key for update skip locked)`;
  return { sessions, links, tries };
}
