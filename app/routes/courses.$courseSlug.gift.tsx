import { randomUUID } from "node:crypto";
import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { FormattedMoney } from "#app/components/formatted.tsx";
import { Page } from "#app/components/page.tsx";
import { giftForm } from "#app/features/checkout/gifts/gift.schema.ts";
import { dayIn } from "#app/features/checkout/gifts/gift-day.ts";
import { GiftFields } from "#app/features/checkout/gifts/gift-form.tsx";
import { startGift } from "#app/features/checkout/gifts/start-gift.server.ts";
import { findPlainOffer, offerInShort } from "#app/features/checkout/offer.queries.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { badForm } from "#app/platform/http/form-answers.server.ts";
import { notFound, requireViewer } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { parseForm } from "#app/platform/http/parse-form.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  pageMeta({ title: data ? `Give ${data.title}` : "A gift", personal: true });

export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireViewer(args);
  const courseKey = args.params.courseSlug ?? "";
  const found = await findPlainOffer(courseKey);
  if (found.status === "refused") throw cannotGive(found.reason, courseKey);
  const { title, amount, currency } = offerInShort(found.offer);
  const timeZone = viewer.timeZone ?? "UTC";
  const today = dayIn(timeZone, now());
  return { courseKey, title, amount, currency, timeZone, today, senderName: viewer.name, requestId: randomUUID() };
}

export async function action(args: ActionFunctionArgs) {
  const viewer = await requireViewer(args);
  const courseKey = args.params.courseSlug ?? "";
  const form = parseForm(await readForm(args.request), giftForm);
  if (!form.ok) return badForm(form.reply);
  const { requestId, ...words } = form.value;
  const started = await startGift({ userId: viewer.id, courseKey, requestId, words, timeZone: viewer.timeZone ?? "UTC" });
  if (started.status === "redirect") return redirect(started.url, 303);
  if (started.status === "bought") return redirect(`/gifts/${started.giftId}`, 303);
  switch (started.reason) {
    case "bad-day":
      return badForm(form.refuse({ sendOn: started.message }));
    case "payment-service":
      return badForm(
        form.refuse({ "": "The payment service did not answer, so nothing was bought. Please try again in a minute." }),
      );
    case "awaiting-payment":
    case "needs-attention":
      return redirect(`/orders/${started.orderNumber}`, 303);
    default:
      throw cannotGive(started.reason, courseKey);
  }
}

function cannotGive(reason: "no-such-course" | "free" | "not-for-sale", courseKey: string): Response {
  if (reason === "no-such-course") return notFound("There is no course at this address.");
  return redirect(`/courses/${courseKey}${reason === "not-for-sale" ? "?error=not-for-sale" : ""}`, 303);
}

export default function GiveCourse() {
  const { courseKey, title, amount, currency, timeZone, today, senderName, requestId } = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>();
  return (
    <Page
      title={`Give ${title}`}
      lead="They get a mail with a link, and follow it when they are ready. You see when it was sent and taken."
      width="form"
    >
      <form method="post">
        <GiftFields
          reply={reply}
          words={{ recipientEmail: "", senderName, message: "", sendOn: today }}
          today={today}
          timeZone={timeZone}
        />
        {/* The same sending is the same gift: what was sent with it counts, also on the page that comes back. */}
        <input type="hidden" name="requestId" value={reply?.values.requestId ?? requestId} />
        <p className="mb-4 font-serif text-title">
          <FormattedMoney amount={amount} currency={currency} />
        </p>
        <Button wide>Go to payment</Button>
      </form>
      <p className="mt-4 text-small text-soft">
        One payment. You can change the address and the day until the gift is taken. If you are refunded, it can no longer be
        taken.
      </p>
      <p className="mt-6">
        <ButtonLink href={`/courses/${courseKey}`} look="quiet">
          Back to the course
        </ButtonLink>
      </p>
    </Page>
  );
}
