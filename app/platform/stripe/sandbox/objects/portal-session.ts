import type Stripe from "stripe";

export function newPortalSession(ask: {
  id: string;
  customer: string;
  created: number;
  returnUrl: string | null;
  url: string;
  flow: "payment_method_update" | null;
}): Stripe.BillingPortal.Session {
  const { id, customer, created, returnUrl, url, flow } = ask;
  return {
    id,
    object: "billing_portal.session",
    configuration: "bpc_sandbox",
    created,
    customer,
    customer_account: null,
    flow: flow && {
      after_completion: { hosted_confirmation: null, redirect: null, type: "portal_homepage" },
      customer_update: null,
      subscription_cancel: null,
      subscription_pause: null,
      subscription_update: null,
      subscription_update_confirm: null,
      type: flow,
    },
    livemode: false,
    locale: null,
    on_behalf_of: null,
    return_url: returnUrl,
    url,
  };
}
