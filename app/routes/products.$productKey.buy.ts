import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { pressBuy } from "#app/features/checkout/press-buy.server.ts";
import { notFound, requireViewer } from "#app/platform/http/gates.server.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";

/** Somebody came back here by address, for example after signing in: the page has the button. */
export function loader({ params }: { params: { productKey?: string } }) {
  return redirect(`/products/${encodeURIComponent(params.productKey ?? "")}`);
}

export async function action(args: ActionFunctionArgs) {
  const viewer = await requireViewer(args);
  const courseKey = args.params.productKey ?? "";
  const started = await pressBuy({ userId: viewer.id, courseKey, form: await readForm(args.request) });
  if (started.status === "redirect") return redirect(started.url, 303);
  const page = `/products/${encodeURIComponent(courseKey)}`;
  switch (started.reason) {
    case "no-such-course":
    case "free":
      throw notFound("There is no bundle at this address.");
    case "already-owned":
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
