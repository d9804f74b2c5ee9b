import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { startCheckout } from "#app/features/checkout/start-checkout.server.ts";
import { notFound, requireViewer } from "#app/platform/http/gates.server.ts";

/** Somebody came back here by address, for example after signing in: the course page has the button. */
export function loader({ params }: { params: { courseSlug?: string } }) {
  return redirect(`/courses/${encodeURIComponent(params.courseSlug ?? "")}`);
}

export async function action(args: ActionFunctionArgs) {
  const viewer = await requireViewer(args);
  const courseKey = args.params.courseSlug ?? "";
  const started = await startCheckout({ userId: viewer.id, courseKey });
  if (started.status === "redirect") return redirect(started.url, 303);
  switch (started.reason) {
    case "no-such-course":
      throw notFound("There is no course at this address.");
    case "already-owned":
      return redirect(`/learn/${courseKey}`, 303);
    case "free":
      return redirect(`/courses/${courseKey}`, 303);
    case "not-for-sale":
    case "payment-service":
      return redirect(`/courses/${courseKey}?error=${started.reason}`, 303);
    case "awaiting-payment":
    case "needs-attention":
      return redirect(`/orders/${started.orderNumber}`, 303);
  }
}
