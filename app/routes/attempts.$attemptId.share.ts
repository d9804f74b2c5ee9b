import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { shareResult, unshareResult } from "#app/features/assessment/share-result.server.ts";
import { notFound, requireViewer } from "#app/platform/http/gates.server.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";

/** Somebody came here by address: the result's page has the form. */
export function loader({ params }: LoaderFunctionArgs) {
  return redirect(`/attempts/${encodeURIComponent(params.attemptId ?? "")}/result`);
}

/** Shares a result with who runs the course, as "result" or "result_and_answers", or with "nobody" any more. */
export async function action(args: ActionFunctionArgs) {
  const viewer = await requireViewer(args);
  const { attemptId = "" } = args.params;
  const scope = (await readForm(args.request)).get("scope");
  if (scope !== "result" && scope !== "result_and_answers" && scope !== "nobody") {
    throw new Response("The form did not say what to share. Go back to the result, and choose once more.", { status: 400 });
  }
  const own = { userId: viewer.id, attemptId };
  const outcome = scope === "nobody" ? await unshareResult(own) : await shareResult({ ...own, scope });
  if (outcome.status !== "refused") return redirect(`/attempts/${attemptId}/result?sharing#sharing`, 303);
  if (outcome.reason === "no-such-attempt") throw notFound("There is no such attempt, or it is not yours.");
  // The page says of a check who sees it, and of an attempt that is open or deleted that there is nothing to share.
  return redirect(`/attempts/${attemptId}/result`, 303);
}
