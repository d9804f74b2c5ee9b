import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { refusePage } from "#app/features/learning/refuse-visit.ts";
import { startAssessment } from "#app/features/learning/start-assessment.server.ts";
import { notFound, requireViewer } from "#app/platform/http/gates.server.ts";

/** Somebody came back here by address: the lesson's page has the button. */
export function loader({ params }: LoaderFunctionArgs) {
  const { courseSlug = "", lessonKey = "" } = params;
  return redirect(`/learn/${encodeURIComponent(courseSlug)}/${encodeURIComponent(lessonKey)}`);
}

export async function action(args: ActionFunctionArgs) {
  const viewer = await requireViewer(args);
  const { courseSlug = "", lessonKey = "" } = args.params;
  const outcome = await startAssessment({ viewer, courseKey: courseSlug, lessonKey });
  if (outcome.status === "opened") return redirect(`/attempts/${outcome.attemptId}`, 303);
  // The lesson's page says how many attempts are left, and that a passed check is passed.
  if (outcome.status === "refused-start") return redirect(`/learn/${courseSlug}/${lessonKey}`, 303);
  const refusal = refusePage(outcome, courseSlug);
  if (refusal.redirectTo) return redirect(refusal.redirectTo, 303);
  throw notFound(refusal.message);
}
