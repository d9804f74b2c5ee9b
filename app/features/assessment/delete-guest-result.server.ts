import { type Db, db } from "#app/platform/db.server.ts";
import { hashSecretToken } from "#app/platform/secret-token.server.ts";

/** Deletes the result that a token opens, for good. One that is saved to an account is deleted there, by its owner. */
export async function deleteGuestResult(
  ask: { key: string; token: string },
  tx: Db = db,
): Promise<{ status: "deleted" } | { status: "refused"; reason: "no-such-result" }> {
  const { count } = await tx.guestResult.deleteMany({
    where: { tokenHash: hashSecretToken(ask.token), revision: { key: ask.key }, claimedAt: null },
  });
  return count > 0 ? { status: "deleted" } : { status: "refused", reason: "no-such-result" };
}
