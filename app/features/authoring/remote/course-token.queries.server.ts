import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { hashSecretToken } from "#app/platform/secret-token.server.ts";
import { type DraftPlace, findDraft } from "../draft.queries.server.ts";
import { scopeHolds, type TokenScope } from "./course-token.ts";

export type FindByToken =
  | { status: "found"; draft: DraftPlace; userId: string }
  | { status: "refused"; reason: "no-token" | "not-enough" };

/**
 * The draft that a token opens: that of its own course alone, for as long as its person may edit it and nobody has
 * ended it. Its use is noted.
 */
export async function findDraftByToken(ask: {
  /** The header as it came: "Bearer …". */
  authorization: string | null;
  courseKey: string | undefined;
  needs: TokenScope;
}): Promise<FindByToken> {
  const [, token] = /^Bearer ([\w-]{40,60})$/.exec(ask.authorization ?? "") ?? [];
  if (!token) return { status: "refused", reason: "no-token" };
  const row = await db.courseToken.findFirst({
    where: { tokenHash: hashSecretToken(token), revokedAt: null },
    include: { user: { select: { id: true, role: true } } },
  });
  // Whoever has lost their place on the staff has lost it for their tokens too.
  const draft = row && (await findDraft(row.user, ask.courseKey));
  if (!row || !draft || draft.draftId !== row.draftId) return { status: "refused", reason: "no-token" };
  if (!scopeHolds(row.scope, ask.needs)) return { status: "refused", reason: "not-enough" };
  await db.courseToken.update({ where: { id: row.id }, data: { lastUsedAt: now() } });
  return { status: "found", draft, userId: row.user.id };
}

export interface TokenRow {
  id: string;
  name: string;
  scope: string;
  owner: string;
  createdAt: Date;
  lastUsedAt: Date | null;
}

/** The tokens of a draft that work, the newest first. */
export async function listCourseTokens(draftId: string): Promise<TokenRow[]> {
  const rows = await db.courseToken.findMany({
    where: { draftId, revokedAt: null },
    orderBy: { createdAt: "desc" },
    include: { user: { select: { name: true } } },
  });
  return rows.map(({ id, name, scope, user, createdAt, lastUsedAt }) => ({
    id,
    name,
    scope,
    owner: user.name,
    createdAt,
    lastUsedAt,
  }));
}
