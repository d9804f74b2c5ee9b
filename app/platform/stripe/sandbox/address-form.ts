import type Stripe from "stripe";
import type { Address } from "./billing-address.ts";
import { type Html, html } from "./page-html.ts";
import { COUNTRIES } from "./tax-rates.ts";

export function askForAddress(action: string, session: Stripe.Checkout.Session): Html {
  const names = new Intl.DisplayNames("en", { type: "region" });
  return html`<form method="post" action="${action}">
<p><label for="line1">Address</label><br><input id="line1" name="line1" autocomplete="address-line1" maxlength="200" required></p>
<p><label for="postal_code">Postal code</label><br><input id="postal_code" name="postal_code" autocomplete="postal-code" maxlength="20" required></p>
<p><label for="city">City</label><br><input id="city" name="city" autocomplete="address-level2" maxlength="100" required></p>
<p><label for="country">Country</label><br><select id="country" name="country" autocomplete="country" required>
${COUNTRIES.map((code) => html`<option value="${code}">${names.of(code)}</option>`)}
</select></p>
${session.tax_id_collection?.enabled && html`<p><label for="tax_id">VAT number, if you buy as a business</label><br><input id="tax_id" name="tax_id" maxlength="30"></p>`}
<button type="submit" name="choice" value="address" class="primary">Go on</button>
<p class="hint">The tax is worked out by where you live. The price stays as it is.</p>
</form>
`;
}

export function readAddress(form: URLSearchParams): Address {
  const field = (name: string) => (form.get(name) ?? "").trim().slice(0, 200);
  return {
    ...{ line1: field("line1"), postalCode: field("postal_code"), city: field("city") },
    ...{ country: field("country"), taxId: field("tax_id") },
  };
}
