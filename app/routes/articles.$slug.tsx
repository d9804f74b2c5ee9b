import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ButtonLink } from "#app/components/button.tsx";
import { Contents } from "#app/components/contents.tsx";
import { FormattedDate } from "#app/components/formatted.tsx";
import { RenderedHtml } from "#app/components/rendered-html.tsx";
import { readArticle } from "#app/features/catalog/articles.queries.server.ts";
import { readPublicCourse } from "#app/features/catalog/catalogue.queries.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { env } from "#app/platform/env.server.ts";
import { notFound } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";

export const handle = { cache: "public" };

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  data
    ? pageMeta({
        title: data.article.title,
        description: data.article.summary,
        canonical: `${data.site}/articles/${data.article.key}`,
        structuredData: [
          { "@type": "Article", headline: data.article.title, datePublished: data.article.publishedAt.toISOString() },
        ],
      })
    : pageMeta({ title: "No such article", personal: true });

export async function loader({ params }: LoaderFunctionArgs) {
  const article = await readArticle({ key: params.slug ?? "", now: now() });
  if (!article) throw notFound("There is no article at this address.");
  const course = article.courseKey ? await readPublicCourse(article.courseKey) : null;
  return {
    article,
    course: course && { key: course.manifest.key, title: course.manifest.title, tagline: course.manifest.tagline },
    site: env().appUrl,
  };
}

export default function ArticlePage() {
  const { article, course } = useLoaderData<typeof loader>();
  return (
    <main id="main" tabIndex={-1} className="mx-auto max-w-measure px-4 py-10 outline-none sm:px-6 sm:py-14">
      <article>
        <h1 className="font-serif text-display">{article.title}</h1>
        <p className="mt-4 text-large text-soft">{article.summary}</p>
        <p className="mt-3 text-small text-soft">
          <FormattedDate value={article.publishedAt} />
        </p>
        <Contents label="In this article" headings={article.headings} />
        <RenderedHtml html={article.html} className="prose lesson-text mt-8" />
      </article>
      {course && (
        <aside aria-label="A course on this" className="mt-14 border-t border-line pt-8">
          <p className="font-serif text-title">{course.title}</p>
          <p className="mt-1 mb-4 text-soft">{course.tagline}</p>
          <ButtonLink href={`/courses/${course.key}`}>See the course</ButtonLink>
        </aside>
      )}
    </main>
  );
}
