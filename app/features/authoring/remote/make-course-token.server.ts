import { recordAudit } from "#app/platform/audit.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { type Db, db, inTransaction } from "#app/platform/db.server.ts";
import { hashSecretToken, newSecretToken } from "#app/platform/secret-token.server.ts";
import type { TokenScope } from "./course-token.ts";

/** Makes a token for a program that works on one draft. It is given out here and nowhere again: only its hash is kept. */
export async function makeCourseToken(
  ask: { draftId: string; courseId: string; userId: string; name: string; scope: TokenScope },
  tx: Db = db,
): Promise<{ token: string; id: string }> {
  const { draftId, courseId, userId, name, scope } = ask;
  const token = newSecretToken();
  return inTransaction(tx, async (tx) => {
    const row = { draftId, userId, name, scope, tokenHash: hashSecretToken(token), createdAt: now() };
    const { id } = await tx.courseToken.create({ data: row, select: { id: true } });
    const subject = { subjectKind: "course", subjectId: courseId };
    await recordAudit({ actorId: userId, action: "course.make-token", ...subject, detail: { token: id, scope } }, tx);
    return { token, id };
  });
}
