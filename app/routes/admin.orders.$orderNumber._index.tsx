import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { FormattedDate, FormattedMoney } from "#app/components/formatted.tsx";
import { Notice } from "#app/components/notice.tsx";
import { Page, Section } from "#app/components/page.tsx";
import { readOrderNumber } from "#app/features/checkout/order.queries.server.ts";
import { ORDER_STATUS_WORDS } from "#app/features/checkout/order-words.tsx";
import { AdminNav } from "#app/features/insights/admin-nav.tsx";
import { askStripeAgain } from "#app/features/insights/ask-stripe-again.server.ts";
import { EventTable } from "#app/features/insights/event-table.tsx";
import { Facts } from "#app/features/insights/facts.tsx";
import { readOrder } from "#app/features/insights/order.queries.server.ts";
import { OrderItems, OrderMoney } from "#app/features/insights/order-money.tsx";
import { notFound, requireRole } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  pageMeta({ title: data ? `Order ${data.order.number}` : "Order", personal: true });

const NO_ORDER = "There is no order of this number.";

export async function loader(args: LoaderFunctionArgs) {
  await requireRole(args, "admin");
  const order = await readOrder(orderNumberOf(args));
  if (!order) throw notFound(NO_ORDER);
  const asked = new URL(args.request.url).searchParams.get("asked");
  return { order, asked: asked !== null && /^[a-z-]{1,40}$/.test(asked) ? asked.replaceAll("-", " ") : null };
}

export async function action(args: ActionFunctionArgs) {
  const viewer = await requireRole(args, "admin");
  const orderNumber = orderNumberOf(args);
  const asked = await askStripeAgain({ orderNumber, actorId: viewer.id });
  if (asked.status === "asked") return redirect(`/admin/orders/${orderNumber}?asked=${asked.outcome}`, 303);
  if (asked.status === "failed") return data({ error: `Stripe could not be asked: ${asked.message}` }, { status: 502 });
  if (asked.reason === "never-at-stripe")
    return data({ error: "This order never reached Stripe, so there is nothing to ask." }, { status: 409 });
  throw notFound(NO_ORDER);
}

function orderNumberOf({ params }: Pick<LoaderFunctionArgs, "params">): number {
  const orderNumber = readOrderNumber(params.orderNumber);
  if (!orderNumber) throw notFound(NO_ORDER);
  return orderNumber;
}

export default function Order() {
  const { order, asked } = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>();
  return (
    <>
      <AdminNav here="/admin/orders" />
      <Page
        title={`Order ${order.number}`}
        lead={ORDER_STATUS_WORDS[order.status]}
        actions={
          order.checkoutSessionId && (
            <div className="flex flex-wrap gap-3">
              <form method="post">
                <Button look="secondary">Ask Stripe again</Button>
              </form>
              {order.payments.length > 0 && (
                <ButtonLink href={`/admin/orders/${order.number}/refund`} look="secondary">
                  Refund
                </ButtonLink>
              )}
            </div>
          )
        }
      >
        {reply && "error" in reply && <Notice tone="error" title={reply.error} live />}
        {asked && !reply && (
          <Notice tone="done" title={`Stripe was asked: ${asked}`} live>
            The order, its money and its access say now what Stripe says.
          </Notice>
        )}
        {order.attention && (
          <Notice tone="attention" title="A person should look at this order">
            {order.attention}
          </Notice>
        )}
        <Facts
          facts={[
            {
              term: "Buyer",
              value: (
                <a href={`/admin/people/${order.buyer.id}`} className="text-link">
                  {order.buyer.name}, {order.buyer.email}
                </a>
              ),
            },
            { term: "Total", value: <FormattedMoney amount={order.total} currency={order.currency} /> },
            { term: "Made", value: <FormattedDate value={order.createdAt} time /> },
            { term: "Paid", value: order.paidAt ? <FormattedDate value={order.paidAt} time /> : "not yet" },
            { term: "Closed", value: order.closedAt ? <FormattedDate value={order.closedAt} time /> : "no" },
            {
              term: "Stripe session",
              value: order.checkoutSessionId ? <code className="break-all">{order.checkoutSessionId}</code> : "never made",
            },
            { term: "Money", value: order.livemode ? "live" : "test" },
          ]}
        />
        <Section id="items" title="Items">
          <OrderItems items={order.items} />
        </Section>
        <OrderMoney payments={order.payments} />
        <Section id="events" title="Stripe events">
          {order.events.length === 0 ? (
            <p className="text-soft">No event has come for this order.</p>
          ) : (
            <EventTable events={order.events} />
          )}
        </Section>
        <p className="mt-8">
          <a href={`/admin/audit?kind=order&subject=${order.id}`} className="text-link">
            What the audit log says of this order
          </a>
        </p>
      </Page>
    </>
  );
}
