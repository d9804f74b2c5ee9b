import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { EmptyState } from "#app/components/empty-state.tsx";
import { FormattedDate } from "#app/components/formatted.tsx";
import { Page } from "#app/components/page.tsx";
import { listArticles } from "#app/features/catalog/articles.queries.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { env } from "#app/platform/env.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";

export const handle = { cache: "public" };

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  pageMeta({
    title: "Articles",
    description: "Free reading on talking again after a conflict.",
    canonical: data && `${data.site}/articles`,
  });

export async function loader(_args: LoaderFunctionArgs) {
  return { articles: await listArticles({ now: now() }), site: env().appUrl };
}

export default function Articles() {
  const { articles } = useLoaderData<typeof loader>();
  return (
    <Page title="Articles" lead="Free reading, for the evening when you want to think it over." width="text">
      {articles.length === 0 ? (
        <EmptyState title="There are no articles yet">Please come back soon.</EmptyState>
      ) : (
        <ul className="border-b border-line">
          {articles.map((article) => (
            <li key={article.key} className="border-t border-line py-6">
              <h2 className="font-serif text-title">
                <a href={`/articles/${article.key}`} className="no-underline hover:text-accent hover:underline">
                  {article.title}
                </a>
              </h2>
              <p className="mt-1 text-soft">{article.summary}</p>
              <p className="mt-1 text-small text-soft">
                <FormattedDate value={article.publishedAt} />
              </p>
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}
