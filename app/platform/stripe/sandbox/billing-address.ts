import type Stripe from "stripe";
import type { Books } from "./books.server.ts";
import { customerDetails } from "./objects/checkout-session.ts";
import { invalid } from "./stripe-error.ts";
import { taxWithin } from "./tax-rates.ts";

export interface Address {
  line1?: string;
  city?: string;
  postalCode?: string;
  /** Two capital letters. */
  country: string;
  /** Empty: none. */
  taxId?: string;
}

/** What the page asks for where the session requires an address. @throws StripeError where the session is not open. */
export function giveAddress(books: Books, sessionId: string, given: Address): void {
  const { country, taxId = "" } = given;
  if (!/^[A-Z]{2}$/.test(country)) throw invalid("Choose a country.", { param: "country" });
  books.change((change) => {
    const session = books.get("checkout.session", sessionId);
    if (session.status !== "open") throw invalid(`This Checkout Session is ${session.status}.`);
    const details = session.customer_details ?? customerDetails(session.customer_email ?? "");
    const taxed = session.automatic_tax.enabled;
    change.put("checkout.session", session.id, {
      ...session,
      customer_details: {
        ...details,
        address: {
          ...{ line1: given.line1 ?? null, line2: null, city: given.city ?? null, state: null },
          ...{ postal_code: given.postalCode ?? null, country },
        },
        tax_ids: taxId === "" ? [] : [{ type: country === "GB" ? "gb_vat" : "eu_vat", value: taxId }],
      },
      ...(taxed && {
        automatic_tax: { ...session.automatic_tax, status: "complete" },
        total_details: {
          ...session.total_details!,
          amount_tax: taxWithin(session.amount_total ?? 0, { country, taxId }),
        },
      }),
    });
  });
}

/** Whether the page still has to ask where the buyer lives. */
export function wantsAddress(session: Stripe.Checkout.Session): boolean {
  return session.billing_address_collection === "required" && !session.customer_details?.address;
}
