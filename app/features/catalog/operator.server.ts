import type { Placeholder } from "#app/features/courseware/site-pages.ts";
import { env } from "#app/platform/env.server.ts";

const UNFILLED = "<strong>(the operator has not filled this in yet)</strong>";

/** Who runs the site, as its pages say it: HTML for each placeholder, from SELLER and SUPPORT_EMAIL. */
export function operatorInWords(): Record<Placeholder, string> {
  const { seller, supportEmail } = env();
  const [name, ...address] = seller;
  return {
    operator: name === undefined ? UNFILLED : escapeHtml(name),
    address: address.length === 0 ? UNFILLED : escapeHtml(address.join(", ")),
    contact:
      supportEmail === undefined ? UNFILLED : `<a href="mailto:${escapeHtml(supportEmail)}">${escapeHtml(supportEmail)}</a>`,
  };
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
