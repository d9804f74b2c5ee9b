import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { makeLink } from "./one-time-link.server.ts";

/** Held while it is decided who runs the site, so that the answer is still true when it is acted on. */
export async function lockAdministration(tx: Db): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('accounts.administration'))`;
}

export async function hasAdmin(tx: Db): Promise<boolean> {
  return (await tx.user.findFirst({ where: { role: "admin" }, select: { id: true } })) !== null;
}

/**
 * The path of a link that makes whoever follows it the first to run the site; null where somebody runs it already.
 * A new link replaces the one before. It works once, for 24 hours.
 */
export async function createFirstInstructorLink(tx: Db = db): Promise<string | null> {
  return inTransaction(tx, async (tx) => {
    await lockAdministration(tx);
    if (await hasAdmin(tx)) return null;
    await tx.accountToken.deleteMany({ where: { purpose: "first_instructor" } });
    const { token, row } = makeLink({ purpose: "first_instructor" });
    await tx.accountToken.create({ data: row });
    return `/welcome/${token}`;
  });
}
