import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { neighboursOf } from "#app/features/learning/evaluate-progress.ts";
import { refusePage } from "#app/features/learning/refuse-visit.ts";
import { visitLesson } from "#app/features/learning/visit.server.ts";
import { notFound, requireViewer } from "#app/platform/http/gates.server.ts";

/** Leads from a lesson to the one after it, or to the course's page where none is open. */
export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireViewer(args);
  const { courseSlug = "", lessonKey = "" } = args.params;
  const visit = await visitLesson(viewer, courseSlug, lessonKey);
  if (visit.status !== "open") {
    const refusal = refusePage(visit, courseSlug);
    throw refusal.redirectTo ? redirect(refusal.redirectTo) : notFound(refusal.message);
  }
  const { next } = neighboursOf(visit.manifest, lessonKey);
  const open = next && visit.progress.lessons.get(next.key) !== "locked";
  return redirect(open ? `/learn/${courseSlug}/${next.key}` : `/learn/${courseSlug}`);
}
