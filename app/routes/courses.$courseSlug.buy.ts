import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { normalCode } from "#app/features/checkout/decide-coupon.ts";
import { startGuestCheckout } from "#app/features/checkout/guests/start-guest-checkout.server.ts";
import { GUEST_BUYER_DAYS } from "#app/features/checkout/guests/sweep-guest-buyers.server.ts";
import { startCheckout } from "#app/features/checkout/start-checkout.server.ts";
import { notFound, requireViewer } from "#app/platform/http/gates.server.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";
import { withReturnTo } from "#app/platform/http/redirect-target.ts";
import { limit } from "#app/platform/rate-limit.server.ts";
import { guestCookie, readGuestToken } from "#app/platform/sessions/guest-cookie.server.ts";

/** Somebody came back here by address, for example after signing in: the course page has the button. */
export function loader({ params }: { params: { courseSlug?: string } }) {
  return redirect(`/courses/${encodeURIComponent(params.courseSlug ?? "")}`);
}

export async function action(args: ActionFunctionArgs) {
  const courseKey = args.params.courseSlug ?? "";
  const form = await readForm(args.request);
  const written = String(form.get("code") ?? "").trim();
  const way = form.get("way") ? String(form.get("way")).slice(0, 64) : undefined;
  // A code may be for each person once, and a plan is theirs to look after, so both ask who they are.
  if (written === "" && !way && !(await args.context.readViewer())) return buyAsGuest(args, courseKey);
  const viewer = await requireViewer(args);
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

async function buyAsGuest({ request, context }: ActionFunctionArgs, courseKey: string) {
  const token = readGuestToken(request.headers.get("Cookie"), "checkout");
  const started = await startGuestCheckout({ courseKey, token, clientAddress: context.clientAddress });
  if (started.status === "refused") {
    switch (started.reason) {
      case "no-such-course":
        throw notFound("There is no course at this address.");
      case "free":
        return redirect(`/courses/${courseKey}`, 303);
      case "too-many-tries":
        return redirect(withReturnTo("/sign-in", `/courses/${courseKey}`), 303);
      default:
        return redirect(`/courses/${courseKey}?error=${started.reason}`, 303);
    }
  }
  const url = started.status === "redirect" ? started.url : `/checkout/success?session_id=${started.checkoutSessionId}`;
  const cookie = guestCookie("checkout", started.token, GUEST_BUYER_DAYS * 24 * 60 * 60, "Lax");
  return redirect(url, { status: 303, headers: { "Set-Cookie": cookie } });
}
