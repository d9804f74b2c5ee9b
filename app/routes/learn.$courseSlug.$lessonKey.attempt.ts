import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { readConsent } from "#app/features/assessment/consent-words.ts";
import { refusePage } from "#app/features/learning/refuse-visit.ts";
import { startAssessment } from "#app/features/learning/start-assessment.server.ts";
import { notFound, requireViewer } from "#app/platform/http/gates.server.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";

/** Somebody came back here by address: the lesson's page has the button. */
export function loader({ params }: LoaderFunctionArgs) {
  const { courseSlug = "", lessonKey = "" } = params;
  return redirect(`/learn/${encodeURIComponent(courseSlug)}/${encodeURIComponent(lessonKey)}`);
}

export async function action(args: ActionFunctionArgs) {
  const viewer = await requireViewer(args);
  const { courseSlug = "", lessonKey = "" } = args.params;
  const agreed = readConsent(await readForm(args.request));
  const outcome = await startAssessment({ viewer, courseKey: courseSlug, lessonKey, consent: agreed });
  if (outcome.status === "opened") return redirect(`/attempts/${outcome.attemptId}`, 303);
  if (outcome.status === "refused-start" && outcome.reason === "no-consent") {
    return redirect(`/learn/${courseSlug}/${lessonKey}?consent#assessment`, 303);
  }
  // The lesson's page says how many attempts are left, and that a passed check is passed.
  if (outcome.status === "refused-start") return redirect(`/learn/${courseSlug}/${lessonKey}`, 303);
  const refusal = refusePage(outcome, courseSlug);
  if (refusal.redirectTo) return redirect(refusal.redirectTo, 303);
  throw notFound(refusal.message);
}
