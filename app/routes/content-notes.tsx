import type { MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { SitePageView } from "#app/features/catalog/site-page-view.tsx";
import { readSitePage } from "#app/features/catalog/site-pages.queries.server.ts";
import { found } from "#app/platform/http/gates.server.ts";
import { sitePageMeta } from "#app/platform/http/page-meta.ts";

export const handle = { cache: "public" };
export const meta: MetaFunction<typeof loader> = ({ data }) => sitePageMeta(data);

export async function loader() {
  return found(await readSitePage("content-notes"));
}

export default function ContentNotes() {
  return <SitePageView page={useLoaderData<typeof loader>()} />;
}
