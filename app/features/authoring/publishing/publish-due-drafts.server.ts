import type { Fault } from "#app/features/courseware/fault.ts";
import { publishCourse } from "#app/features/courseware/publish-course.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db, inTransaction } from "#app/platform/db.server.ts";
import { env } from "#app/platform/env.server.ts";
import { queueMail } from "#app/platform/mail/queue-mail.server.ts";
import type { Prisma } from "#prisma/generated/client.ts";
import { keyFault } from "../check-draft.queries.server.ts";
import { readDraftBytes } from "../draft-bytes.server.ts";
import { readPathsAt } from "../draft-files.queries.server.ts";
import { mayEditCourse } from "../may-edit-course.ts";
import { notPublishedMail } from "./schedule-mails.ts";

/** Publishes every draft whose time has come. Any number of runs at once publish each of them once. */
export async function publishDueDrafts(): Promise<number> {
  const due = await db.scheduledPublication.findMany({
    where: { doneAt: null, publishAt: { lte: now() } },
    orderBy: [{ publishAt: "asc" }, { id: "asc" }],
    select: { id: true },
  });
  const broken: unknown[] = [];
  let published = 0;
  for (const { id } of due) {
    // One that breaks keeps none of the others back, and is tried again at the next run.
    const outcome = await publishDue(id).catch((error: unknown) => void broken.push(error));
    if (outcome === "published") published += 1;
  }
  if (broken.length > 0) throw broken[0];
  return published;
}

type Outcome = "published" | "unchanged" | "faults" | "not-allowed";

/** The release, what became of the plan, and the mail about it, in one transaction. Null: another run is at it, or was. */
async function publishDue(id: string): Promise<Outcome | null> {
  return inTransaction(db, async (tx) => {
    const [locked] = await tx.$queryRaw<{ id: string }[]>`
      select id from "ScheduledPublication" where id = ${id} and "doneAt" is null for update skip locked`;
    if (!locked) return null;
    const plan = await tx.scheduledPublication.findUniqueOrThrow({
      where: { id },
      include: { draft: { select: { course: { select: { id: true, key: true } } } } },
    });
    const { course } = plan.draft;
    const author = await tx.user.findUnique({
      where: { id: plan.authorId },
      select: { email: true, role: true, staffOf: { where: { courseId: course.id }, select: { role: true } } },
    });
    // Who may no longer publish has nothing published in their name.
    const allowed = author !== null && mayEditCourse({ viewer: author, staffRole: author.staffOf[0]?.role ?? null });
    const { outcome, faults } = allowed ? await publish(plan, course.key, tx) : { outcome: "not-allowed" as const, faults: [] };
    await tx.scheduledPublication.update({ where: { id }, data: { doneAt: now(), outcome, waitingSlot: null } });
    if (author && (outcome === "faults" || outcome === "not-allowed")) {
      const page = `${env().appUrl}/studio/${course.key}/check`;
      const mail = notPublishedMail({ courseKey: course.key, because: outcome, faults, page });
      await queueMail({ to: author.email, dedupeKey: `not-published:${id}`, ...mail }, tx);
    }
    return outcome;
  });
}

async function publish(
  plan: { draftId: string; revision: number; authorId: string; notes: string },
  courseKey: string,
  tx: Prisma.TransactionClient,
): Promise<{ outcome: Outcome; faults: Fault[] }> {
  const paths = [...(await readPathsAt(plan, tx))];
  const bytes = await readDraftBytes(
    paths.map(([, hash]) => hash),
    tx,
  );
  const files = new Map(paths.map(([path, hash]) => [path, bytes.get(hash)!]));
  const fault = keyFault(files, courseKey);
  if (fault) return { outcome: "faults", faults: [fault] };
  const published = await publishCourse({ folder: { files }, publishedById: plan.authorId, notes: plan.notes }, tx);
  if (published.status === "refused") return { outcome: "faults", faults: published.faults };
  return { outcome: published.status, faults: [] };
}
