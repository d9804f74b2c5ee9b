import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { afterGuestPress } from "#app/features/checkout/guests/after-guest-press.ts";
import { guestBuyerCookie, startGuestCheckout } from "#app/features/checkout/guests/start-guest-checkout.server.ts";
import { type Press, pressBuy, readPress } from "#app/features/checkout/press-buy.server.ts";
import { notFound, requireViewer } from "#app/platform/http/gates.server.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";
import { readGuestToken } from "#app/platform/sessions/guest-cookie.server.ts";

/** Somebody came back here by address, for example after signing in: the course page has the button. */
export function loader({ params }: { params: { courseSlug?: string } }) {
  return redirect(`/courses/${encodeURIComponent(params.courseSlug ?? "")}`);
}

export async function action(args: ActionFunctionArgs) {
  const courseKey = args.params.courseSlug ?? "";
  const press = readPress(courseKey, await readForm(args.request));
  // A code may be for each person once, and a plan is theirs to look after, so both ask who they are.
  if (press.code === "" && !press.way && !(await args.context.readViewer())) return buyAsGuest(args, press);
  const viewer = await requireViewer(args);
  const started = await pressBuy({ userId: viewer.id, press });
  if (started.status === "redirect") return redirect(started.url, 303);
  const page = `/courses/${encodeURIComponent(courseKey)}`;
  switch (started.reason) {
    case "no-such-course":
      throw notFound("There is no course at this address.");
    case "already-owned":
      return redirect(`/learn/${courseKey}`, 303);
    case "already-running":
      return redirect("/account/plans", 303);
    case "free":
      return redirect(page, 303);
    case "code":
      return redirect(`${page}?code=${started.because}#offer`, 303);
    case "changed":
    case "not-for-sale":
    case "payment-service":
      return redirect(`${page}?error=${started.reason}`, 303);
    case "awaiting-payment":
    case "needs-attention":
      return redirect(`/orders/${started.orderNumber}`, 303);
  }
}

async function buyAsGuest({ request, context }: ActionFunctionArgs, press: Press) {
  const token = readGuestToken(request.headers.get("Cookie"), "checkout");
  const started = await startGuestCheckout({ press, token, clientAddress: context.clientAddress });
  const next = afterGuestPress(started, `/courses/${press.courseKey}`);
  if (!next) throw notFound("There is no course at this address.");
  return redirect(next.to, { status: 303, headers: next.token ? guestBuyerCookie(next.token) : {} });
}
