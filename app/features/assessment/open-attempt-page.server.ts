import type { AccessRefusal } from "#app/features/access/decide-access.ts";
import type { Viewer } from "#app/platform/sessions/session.server.ts";
import { type AttemptPage, readAttemptPage } from "./attempt-page.queries.server.ts";
import { visitAttempt } from "./visit-attempt.server.ts";

export type OpenAttemptPage =
  | { status: "open"; page: AttemptPage; courseKey: string; lessonKey: string }
  /** Handed in already, or its time is over and it has yet to be handed in. */
  | { status: "submitted" | "overdue" }
  | { status: "no-such-attempt" }
  | { status: "closed"; reason: AccessRefusal; courseKey: string };

/** An attempt for the person who goes on with it, at the page that is `asked` for, or why they cannot. */
export async function openAttemptPage(
  viewer: Pick<Viewer, "id" | "role">,
  attemptId: string,
  asked: number | null,
): Promise<OpenAttemptPage> {
  const visit = await visitAttempt(viewer, attemptId);
  if (visit.status !== "allowed") return visit;
  const page = await readAttemptPage(visit, asked);
  if (page.status !== "open") return page;
  return { status: "open", page, courseKey: visit.courseKey, lessonKey: visit.attempt.lessonKey };
}

/** Where a person goes who cannot go on with an attempt; undefined where there is nothing to show them. */
export function leaveAttempt(refusal: Exclude<OpenAttemptPage, { status: "open" }>, attemptId: string): string | undefined {
  switch (refusal.status) {
    case "submitted":
    case "overdue":
      return `/attempts/${attemptId}/result`;
    case "closed":
      return `/courses/${refusal.courseKey}?closed=${refusal.reason}`;
    case "no-such-attempt":
      return undefined;
  }
}
