import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { Notice } from "#app/components/notice.tsx";
import { Page, Section } from "#app/components/page.tsx";
import { changeGift } from "#app/features/checkout/gifts/change-gift.server.ts";
import { readGivenGift } from "#app/features/checkout/gifts/gift.queries.server.ts";
import { changeGiftForm } from "#app/features/checkout/gifts/gift.schema.ts";
import { dayIn } from "#app/features/checkout/gifts/gift-day.ts";
import { GiftFields } from "#app/features/checkout/gifts/gift-form.tsx";
import { GiftStateWords } from "#app/features/checkout/gifts/gift-words.tsx";
import { resendGift } from "#app/features/checkout/gifts/resend-gift.server.ts";
import { isId } from "#app/features/insights/read-query.ts";
import { now } from "#app/platform/clock.server.ts";
import { badForm, tooManyTriesForm } from "#app/platform/http/form-answers.server.ts";
import { found, notFound, requireViewer } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { parseForm } from "#app/platform/http/parse-form.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  pageMeta({ title: data ? `Gift: ${data.gift.title}` : "A gift", personal: true });

const NONE = "You have given no gift at this address.";

/** What has not the form of an id is nobody's gift. */
const giftIdOf = ({ params }: { params: { giftId?: string } }) => (isId(params.giftId) ? params.giftId : "");

export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireViewer(args);
  const gift = found(await readGivenGift({ userId: viewer.id, giftId: giftIdOf(args) }), NONE);
  const timeZone = viewer.timeZone ?? "UTC";
  const done = new URL(args.request.url).searchParams.get("done");
  const notice = done !== null && Object.hasOwn(NOTICES, done) ? NOTICES[done] : null;
  return { gift, timeZone, today: dayIn(timeZone, now()), notice };
}

const NOTICES: Record<string, string> = {
  changed: "Saved. Links that were sent before open nothing any more.",
  sent: "Sent again. Links that were sent before go on working.",
  late: "Nothing was changed: see below how the gift stands.",
};

export async function action(args: ActionFunctionArgs) {
  const viewer = await requireViewer(args);
  const about = { userId: viewer.id, giftId: giftIdOf(args) };
  const here = (done: string) => redirect(`/gifts/${encodeURIComponent(about.giftId)}?done=${done}`, 303);
  const fields = await readForm(args.request);
  if (fields.get("intent") === "resend") {
    const outcome = await resendGift(about);
    if (outcome.status === "sent") return here("sent");
    if (outcome.reason === "no-such-gift") throw notFound(NONE);
    if (outcome.reason === "too-many-tries") return tooManyTriesForm({ values: {}, errors: {} }, outcome.retryAt);
    return here("late");
  }
  const form = parseForm(fields, changeGiftForm);
  if (!form.ok) {
    // Who may not see the gift learns nothing of the form either.
    found(await readGivenGift(about), NONE);
    return badForm(form.reply);
  }
  const outcome = await changeGift({ ...about, words: form.value, timeZone: viewer.timeZone ?? "UTC" });
  if (outcome.status === "changed") return here("changed");
  switch (outcome.reason) {
    case "no-such-gift":
      throw notFound(NONE);
    case "bad-day":
      return badForm(form.refuse({ sendOn: outcome.message }));
    case "too-many-tries":
      return tooManyTriesForm(form.refuse({}), outcome.retryAt);
    default:
      return here("late");
  }
}

export default function Gift() {
  const { gift, timeZone, today, notice } = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>();
  const { state } = gift;
  // A day that is over cannot be chosen again.
  const [, sendOn = today] = [gift.sendOn, today].sort();
  return (
    <Page title={gift.title} lead={<GiftStateWords gift={gift} />} width="text">
      {notice && !reply && <Notice tone={notice === NOTICES.late ? "attention" : "done"} title={notice} live />}
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1">
        <dt className="text-soft">For</dt>
        <dd className="[overflow-wrap:anywhere]">{gift.recipientEmail || "No address"}</dd>
        <dt className="text-soft">From</dt>
        <dd>{gift.senderName}</dd>
        {gift.message && (
          <>
            <dt className="text-soft">Message</dt>
            <dd className="whitespace-pre-wrap">{gift.message}</dd>
          </>
        )}
      </dl>
      {state === "sent" && (
        <form method="post" className="mt-6">
          <Button look="secondary" name="intent" value="resend">
            Send it again now
          </Button>
        </form>
      )}
      {(state === "waiting" || state === "sent" || state === "no-address") && (
        <Section title="Change it" id="change">
          <p className="mb-4 text-soft">
            {state === "sent"
              ? "Saving sends it once more, on the day you choose. The link that was sent before then opens nothing."
              : "It is not sent yet, so you can change everything."}
          </p>
          <form method="post" className="max-w-form">
            <GiftFields reply={reply} words={{ ...gift, sendOn }} today={today} timeZone={timeZone} />
            <Button name="intent" value="change">
              Save
            </Button>
          </form>
        </Section>
      )}
      <p className="mt-8 flex flex-wrap gap-3">
        <ButtonLink href={`/orders/${gift.orderNumber}`} look="secondary">
          See the order
        </ButtonLink>
        <ButtonLink href="/gifts" look="secondary">
          All your gifts
        </ButtonLink>
      </p>
    </Page>
  );
}
