import { env } from "#app/platform/env.server.ts";
import { SITE_NAME } from "#app/platform/http/page-meta.ts";

/** Who sells, as receipts say it, line by line: SELLER, or the site's name where nobody has set it. */
export function sellerLines(): string[] {
  const { seller } = env();
  return seller.length > 0 ? seller : [SITE_NAME];
}
