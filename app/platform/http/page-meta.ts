import type { MetaDescriptor } from "@remix-run/node";

export const SITE_NAME = "The Courageous Communicator";

interface PageMeta {
  title: string;
  description?: string;
  /** The page's own address, absolute: where other addresses lead to the same page, this is the one that counts. */
  canonical?: string;
  /** A picture for link previews, at an absolute address. */
  image?: { url: string; width?: number; height?: number; alt?: string };
  /** schema.org objects. */
  structuredData?: object[];
  /** True for pages that belong to one person: search engines leave them out. */
  personal?: boolean;
}

/** The `<head>` of a page: title, description, canonical address, Open Graph and structured data. */
export function pageMeta({ title, description, canonical, image, structuredData, personal }: PageMeta): MetaDescriptor[] {
  const full = title === SITE_NAME ? title : `${title} · ${SITE_NAME}`;
  const tags: MetaDescriptor[] = [{ title: full }];
  if (description) tags.push({ name: "description", content: description });
  if (personal) return [...tags, { name: "robots", content: "noindex" }];
  tags.push(
    { property: "og:title", content: title },
    { property: "og:site_name", content: SITE_NAME },
    { property: "og:type", content: "website" },
  );
  if (description) tags.push({ property: "og:description", content: description });
  if (canonical) tags.push({ tagName: "link", rel: "canonical", href: canonical }, { property: "og:url", content: canonical });
  if (image) tags.push(...previewTags(image));
  for (const object of structuredData ?? [])
    tags.push({ "script:ld+json": { "@context": "https://schema.org", ...object } as never });
  return tags;
}

function previewTags({ url, width, height, alt }: NonNullable<PageMeta["image"]>): MetaDescriptor[] {
  return [
    { property: "og:image", content: url },
    ...(width && height
      ? [
          { property: "og:image:width", content: String(width) },
          { property: "og:image:height", content: String(height) },
        ]
      : []),
    ...(alt ? [{ property: "og:image:alt", content: alt }] : []),
    { name: "twitter:card", content: "summary_large_image" },
  ];
}

/** Of a text that has an address and a summary; without one, of an address that leads nowhere. */
export function sitePageMeta(page: { title: string; summary: string; address: string } | undefined): MetaDescriptor[] {
  if (!page) return pageMeta({ title: "There is no such page", personal: true });
  return pageMeta({ title: page.title, description: page.summary, canonical: page.address });
}
