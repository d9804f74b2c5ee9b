import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { enrolFree } from "#app/features/learning/enrol-free.server.ts";
import { notFound, requireViewer } from "#app/platform/http/gates.server.ts";

/** Somebody came back here by address, for example after signing in: the course page has the button. */
export function loader({ params }: { params: { courseSlug?: string } }) {
  return redirect(`/courses/${encodeURIComponent(params.courseSlug ?? "")}`);
}

export async function action(args: ActionFunctionArgs) {
  const viewer = await requireViewer(args);
  const courseKey = args.params.courseSlug ?? "";
  const outcome = await enrolFree({ userId: viewer.id, courseKey });
  if (outcome.status === "enrolled") return redirect(`/learn/${courseKey}`, 303);
  if (outcome.reason === "no-such-course") throw notFound("There is no course at this address.");
  return redirect(`/courses/${courseKey}?error=needs-payment`, 303);
}
