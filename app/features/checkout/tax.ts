import type Stripe from "stripe";

/** What a receipt says beside what was bought. */
export interface BillFacts {
  /** The part of the total that is tax, in minor units; null where Stripe has not worked it out. */
  tax: number | null;
  /** The buyer's, line by line; empty where it was not asked for. */
  address: string[];
  /** Such as a VAT id. */
  taxIds: string[];
}

export const NO_BILL: BillFacts = { tax: null, address: [], taxIds: [] };

/**
 * What a Checkout Session asks for besides, where the switch is on. Our prices include tax (decision 0017): whatever the
 * rate is where the buyer lives, they pay the price that they have seen.
 */
export function sessionTax(on: boolean): Partial<Stripe.Checkout.SessionCreateParams> {
  if (!on) return {};
  return {
    automatic_tax: { enabled: true },
    billing_address_collection: "required",
    tax_id_collection: { enabled: true },
  };
}

export function priceTax(on: boolean): { tax_behavior?: "inclusive" } {
  return on ? { tax_behavior: "inclusive" } : {};
}

export function billOfSession({ automatic_tax, total_details, customer_details }: Stripe.Checkout.Session): BillFacts {
  return {
    tax: automatic_tax.status === "complete" ? (total_details?.amount_tax ?? 0) : null,
    address: addressLines(customer_details?.address),
    taxIds: taxIdsIn(customer_details?.tax_ids),
  };
}

export function billOfInvoice(invoice: Stripe.Invoice): BillFacts {
  const { automatic_tax, total_taxes, customer_address, customer_tax_ids } = invoice;
  return {
    tax: automatic_tax.status === "complete" ? (total_taxes ?? []).reduce((sum, { amount }) => sum + amount, 0) : null,
    address: addressLines(customer_address),
    taxIds: taxIdsIn(customer_tax_ids),
  };
}

function taxIdsIn(ids: { value: string | null }[] | null | undefined): string[] {
  return (ids ?? []).flatMap(({ value }) => value ?? []);
}

function addressLines(address: Stripe.Address | null | undefined): string[] {
  if (!address) return [];
  const { line1, line2, postal_code, city, state, country } = address;
  const place = [postal_code, city, state].filter(Boolean).join(" ");
  return [line1, line2, place, country].flatMap((line) => (line ? [line] : []));
}
