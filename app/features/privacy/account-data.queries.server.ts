import { entitlementsOf } from "#app/features/access/entitlement.queries.server.ts";
import type { ShareScope } from "#app/features/assessment/answer-policy.ts";
import { db, pool } from "#app/platform/db.server.ts";
import { listCourseTitles } from "./course-titles.server.ts";

/** What the page about a person's data names: consents, what is shared, and what the account holds. */
export interface AccountData {
  consents: { id: string; title: string; consentedAt: Date }[];
  shares: { attemptId: string; title: string; number: number; scope: ShareScope; since: Date }[];
}

// The title of an instrument is that of its newest revision.
const TITLE = `(select r.definition ->> 'title' from "InstrumentRevision" r
  where r."courseId" = c."courseId" and r.key = c."instrumentKey" order by r."createdAt" desc limit 1)`;

export async function readAccountData(userId: string): Promise<AccountData> {
  const [consents, shares] = await Promise.all([
    pool.query<AccountData["consents"][number]>(
      `select distinct on (c."courseId", c."instrumentKey") c.id, coalesce(${TITLE}, c."instrumentKey") as title, c."consentedAt"
       from "Consent" c where c."userId" = $1 and c."withdrawnAt" is null
       order by c."courseId", c."instrumentKey", c."wordsVersion" desc`,
      [userId],
    ),
    pool.query<AccountData["shares"][number]>(
      `select a.id as "attemptId", r.definition ->> 'title' as title, a.number, s.scope::text as scope, s."createdAt" as since
       from "ResultShare" s join "Attempt" a on a.id = s."liveSlot" join "InstrumentRevision" r on r.id = a."revisionId"
       where a."userId" = $1 order by s."createdAt" desc`,
      [userId],
    ),
  ]);
  return { consents: consents.rows, shares: shares.rows };
}

/** What a person loses with their account, what stays, and what stands in the way. */
export interface ErasePreview {
  /** The titles of the courses that are open to them now. */
  courses: string[];
  attempts: number;
  enrolments: number;
  /** Orders that stay in the books. */
  ordersKept: number;
  onlyAdmin: boolean;
}

export async function readErasePreview(person: { id: string; role: string }): Promise<ErasePreview> {
  const { id: userId, role } = person;
  const [entitlements, attempts, enrolments, ordersKept, admins] = await Promise.all([
    entitlementsOf(userId),
    db.attempt.count({ where: { userId } }),
    db.enrolment.count({ where: { userId } }),
    db.order.count({ where: { userId, OR: [{ paidAt: { not: null } }, { payments: { some: {} } }] } }),
    db.user.count({ where: { role: "admin", erasedBuyer: null } }),
  ]);
  const live = new Set(entitlements.flatMap(({ state, courseId }) => (state === "live" ? [courseId] : [])));
  const courses = await listCourseTitles([...live]);
  return { courses, attempts, enrolments, ordersKept, onlyAdmin: role === "admin" && admins === 1 };
}
