import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import type { ReactNode } from "react";
import { ButtonLink } from "#app/components/button.tsx";
import { FormattedDate } from "#app/components/formatted.tsx";
import { listArticles } from "#app/features/catalog/articles.queries.server.ts";
import { listCourses } from "#app/features/catalog/catalogue.queries.server.ts";
import { CourseCardView } from "#app/features/catalog/course-card.tsx";
import { now } from "#app/platform/clock.server.ts";
import { env } from "#app/platform/env.server.ts";
import { pageMeta, SITE_NAME } from "#app/platform/http/page-meta.ts";

export const handle = { cache: "public" };

const DESCRIPTION =
  "Courses for people who want to talk again after a conflict: plain steps, honest practice, and respect for the other person's no.";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  pageMeta({
    title: SITE_NAME,
    description: DESCRIPTION,
    canonical: data && `${data.site}/`,
    structuredData: data && [{ "@type": "Organization", name: SITE_NAME, url: `${data.site}/` }],
  });

export async function loader(_args: LoaderFunctionArgs) {
  const [courses, articles] = await Promise.all([listCourses(), listArticles({ now: now() })]);
  return { courses, articles: articles.slice(0, 3), site: env().appUrl };
}

export default function Home() {
  const { courses, articles } = useLoaderData<typeof loader>();
  const free = courses.find((course) => course.price === null);
  const signature = courses.find((course) => course.price !== null) ?? courses[0];
  return (
    <main id="main" tabIndex={-1} className="outline-none">
      <section className="mx-auto max-w-page px-4 pt-14 pb-16 sm:px-6 sm:pt-24 sm:pb-20">
        <h1 className="max-w-[18ch] font-serif text-display">Find the words that let two people stay in the room</h1>
        <p className="mt-5 max-w-measure text-large text-soft">
          When a talk turns cold or loud, most of us do what we have always done. These courses show you what that is, what it
          does to the other person, and what you can say instead. You practise on your own life, one lesson at a time.
        </p>
        <div className="mt-8 flex flex-wrap gap-3">
          {free && <ButtonLink href={`/courses/${free.key}`}>Begin with {free.title}, free</ButtonLink>}
          {signature && signature.key !== free?.key && (
            <ButtonLink href={`/courses/${signature.key}`} look="secondary">
              {signature.title}
            </ButtonLink>
          )}
        </div>
      </section>
      <section aria-labelledby="how" className="border-y border-line bg-sunken">
        <div className="mx-auto grid max-w-page gap-x-10 gap-y-8 px-4 py-12 sm:px-6 md:grid-cols-3">
          <h2 id="how" className="sr-only">
            How it works
          </h2>
          <Point title="See the pattern">
            Short readings and scenes show how a small remark becomes a spiral, and where its exits are.
          </Point>
          <Point title="Know your own part">
            A questionnaire shows how you tend to seek closeness or distance. Your answers are yours: nobody else sees them. It is{" "}
            <a href="/assessments" className="text-link">
              open to everyone, free
            </a>
            .
          </Point>
          <Point title="Say one thing better">Every lesson ends in something that you can try today, in your own words.</Point>
        </div>
      </section>
      <section aria-labelledby="courses" className="mx-auto max-w-page px-4 py-14 sm:px-6">
        <h2 id="courses" className="mb-6 font-serif text-title">
          Courses
        </h2>
        {courses.length === 0 ? (
          <p className="text-soft">No course is published yet.</p>
        ) : (
          courses.map((course) => <CourseCardView key={course.key} course={course} heading="h3" />)
        )}
      </section>
      {articles.length > 0 && (
        <section aria-labelledby="reading" className="mx-auto max-w-page px-4 pb-14 sm:px-6">
          <h2 id="reading" className="mb-4 font-serif text-title">
            To read
          </h2>
          <ul className="border-b border-line">
            {articles.map((article) => (
              <li key={article.key} className="border-t border-line py-5">
                <h3 className="font-serif text-large">
                  <a href={`/articles/${article.key}`} className="no-underline hover:text-accent hover:underline">
                    {article.title}
                  </a>
                </h3>
                <p className="mt-1 max-w-measure text-soft">{article.summary}</p>
                <p className="mt-1 text-small text-soft">
                  <FormattedDate value={article.publishedAt} />
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
    </main>
  );
}

function Point({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <h3 className="font-serif text-large">{title}</h3>
      <p className="mt-2 text-soft">{children}</p>
    </div>
  );
}
