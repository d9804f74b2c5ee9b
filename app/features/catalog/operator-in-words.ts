import type { Placeholder } from "#app/features/courseware/site-pages.ts";

const UNFILLED = "<strong>(the operator has not filled this in yet)</strong>";

/** Who runs the site, as its pages say it: HTML for each placeholder. `seller` is the name and then the address, a line each. */
export function operatorInWords(ask: { seller: string[]; supportEmail: string | undefined }): Record<Placeholder, string> {
  const [name = "", ...address] = ask.seller.map(escapeHtml);
  const mail = escapeHtml(ask.supportEmail ?? "");
  return {
    operator: name || UNFILLED,
    address: address.join(", ") || UNFILLED,
    contact: mail ? `<a href="mailto:${mail}">${mail}</a>` : UNFILLED,
  };
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
