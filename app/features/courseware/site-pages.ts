/** The pages that every site has, in the order of the footer. The key is the address: /terms. */
export const SITE_PAGES = ["terms", "privacy", "refunds", "accessibility", "content-notes", "help"] as const;

export type SitePageKey = (typeof SITE_PAGES)[number];

/** What stands in a page for the operator's own details, as `{{operator}}`; a request fills it from the configuration. */
export const PLACEHOLDERS = ["operator", "address", "contact"] as const;

export type Placeholder = (typeof PLACEHOLDERS)[number];

/** Puts HTML in the place of every placeholder. The checker has seen to it that they stand in running text and nowhere else. */
export function fillPlaceholders(html: string, fill: Record<Placeholder, string>): string {
  return html.replace(new RegExp(`\\{\\{(${PLACEHOLDERS.join("|")})\\}\\}`, "g"), (_, name: Placeholder) => fill[name]);
}
