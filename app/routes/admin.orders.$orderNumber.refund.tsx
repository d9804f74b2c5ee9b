import { randomUUID } from "node:crypto";
import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { readAmount } from "#app/components/amount-text.ts";
import { Page } from "#app/components/page.tsx";
import { readOrderNumber } from "#app/features/checkout/order.queries.server.ts";
import { previewRefund, type RefundRefusal, refundOrder } from "#app/features/checkout/refund-order.server.ts";
import { AdminNav } from "#app/features/insights/admin-nav.tsx";
import { refundForm } from "#app/features/insights/refund.schema.ts";
import { RefundConfirmation, RefundForm } from "#app/features/insights/refund-parts.tsx";
import { refusalWords } from "#app/features/insights/refund-words.ts";
import { badForm } from "#app/platform/http/form-answers.server.ts";
import { notFound, requireRole } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { parseForm } from "#app/platform/http/parse-form.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  pageMeta({ title: data ? `Refund order ${data.orderNumber}` : "Refund", personal: true });

/** Without an amount the form; with one, what giving it back would do. Nothing is done by looking. */
export async function loader(args: LoaderFunctionArgs) {
  await requireRole(args, "admin");
  const orderNumber = orderNumberOf(args);
  const whole = await previewRefund({ orderNumber });
  if (whole.status === "refused") {
    if (whole.reason === "no-such-order") throw notFound("There is no order of this number.");
    return {
      orderNumber,
      refusal: refusalWords(whole),
      whole: null,
      preview: null,
      amountError: null,
      written: "",
      requestId: "",
    };
  }
  const query = new URL(args.request.url).searchParams;
  const written = query.get("amount");
  const itemId = query.get("itemId") || undefined;
  const form = { orderNumber, whole, refusal: null, written: written ?? "", requestId: randomUUID() };
  if (written === null) return { ...form, preview: null, amountError: null };
  const amount = readAmount(written, whole.currency);
  const all = written.trim() === "" && whole.items.length > 1;
  const preview = amount === undefined && !all ? notAnAmount : await previewRefund({ orderNumber, amount, itemId });
  if (preview.status === "preview") return { ...form, preview, amountError: null };
  return { ...form, preview: null, amountError: refusalWords(preview) };
}

const notAnAmount: RefundRefusal = { status: "refused", reason: "not-an-amount" };

export async function action(args: ActionFunctionArgs) {
  const viewer = await requireRole(args, "admin");
  const orderNumber = orderNumberOf(args);
  const form = parseForm(await readForm(args.request), refundForm);
  if (!form.ok) return badForm(form.reply);
  const outcome = await refundOrder({ orderNumber, actorId: viewer.id, ...form.value });
  if (outcome.status === "refunded") return redirect(`/admin/orders/${orderNumber}?asked=refunded`, 303);
  if (outcome.reason === "no-such-order") throw notFound("There is no order of this number.");
  return badForm(form.refuse({ "": refusalWords(outcome) }));
}

function orderNumberOf({ params }: Pick<LoaderFunctionArgs, "params">): number {
  const orderNumber = readOrderNumber(params.orderNumber);
  if (!orderNumber) throw notFound("There is no order of this number.");
  return orderNumber;
}

export default function Refund() {
  const { orderNumber, refusal, whole, preview, amountError, written, requestId } = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>();
  const self = `/admin/orders/${orderNumber}`;
  return (
    <>
      <AdminNav here="/admin/orders" />
      <Page title={`Refund order ${orderNumber}`} width="text">
        {refusal && <p className="mb-6">{refusal}</p>}
        {preview ? <RefundConfirmation preview={preview} requestId={requestId} reply={reply} /> : null}
        {whole && !preview ? <RefundForm whole={whole} written={written} error={amountError} reply={reply} /> : null}
        <p className="mt-8">
          <a href={self} className="text-link">
            Back to the order
          </a>
        </p>
      </Page>
    </>
  );
}
