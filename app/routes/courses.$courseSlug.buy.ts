import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { normalCode } from "#app/features/checkout/decide-coupon.ts";
import { startCheckout } from "#app/features/checkout/start-checkout.server.ts";
import { notFound, requireViewer } from "#app/platform/http/gates.server.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";
import { limit } from "#app/platform/rate-limit.server.ts";

/** Somebody came back here by address, for example after signing in: the course page has the button. */
export function loader({ params }: { params: { courseSlug?: string } }) {
  return redirect(`/courses/${encodeURIComponent(params.courseSlug ?? "")}`);
}

export async function action(args: ActionFunctionArgs) {
  const viewer = await requireViewer(args);
  const courseKey = args.params.courseSlug ?? "";
  const form = await readForm(args.request);
  const written = String(form.get("code") ?? "").trim();
  const way = form.get("way") ? String(form.get("way")).slice(0, 64) : undefined;
  const code = written === "" ? undefined : normalCode(written);
  if (written !== "") {
    if (code === undefined) return redirect(`/courses/${encodeURIComponent(courseKey)}?code=no-such-code#offer`, 303);
    // Codes are guessed by trying them.
    const limited = await limit("promotion-code", viewer.id);
    if (!limited.allowed) return redirect(`/courses/${encodeURIComponent(courseKey)}?code=too-many-tries#offer`, 303);
  }
  const started = await startCheckout({ userId: viewer.id, courseKey, code: way === undefined ? code : undefined, way });
  if (started.status === "redirect") return redirect(started.url, 303);
  switch (started.reason) {
    case "no-such-course":
      throw notFound("There is no course at this address.");
    case "already-owned":
      return redirect(`/learn/${courseKey}`, 303);
    case "already-running":
      return redirect("/account/plans", 303);
    case "free":
      return redirect(`/courses/${courseKey}`, 303);
    case "code":
      return redirect(`/courses/${courseKey}?code=${started.because}#offer`, 303);
    case "not-for-sale":
    case "payment-service":
      return redirect(`/courses/${courseKey}?error=${started.reason}`, 303);
    case "awaiting-payment":
    case "needs-attention":
      return redirect(`/orders/${started.orderNumber}`, 303);
  }
}
