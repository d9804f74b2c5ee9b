import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ButtonLink } from "#app/components/button.tsx";
import { RenderedHtml } from "#app/components/rendered-html.tsx";
import { Downloads, LessonMedia } from "#app/features/learning/lesson-media.tsx";
import { readPreview } from "#app/features/learning/preview.queries.server.ts";
import { env } from "#app/platform/env.server.ts";
import { notFound } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";

export const handle = { cache: "public" };

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  data
    ? pageMeta({
        title: `${data.lesson.title} (free preview of ${data.courseTitle})`,
        description: data.lesson.summary,
        canonical: `${data.site}/courses/${data.courseKey}/lessons/${data.lesson.key}`,
      })
    : pageMeta({ title: "No such lesson", personal: true });

export async function loader({ params }: LoaderFunctionArgs) {
  const { courseSlug = "", lessonKey = "" } = params;
  const preview = await readPreview({ courseKey: courseSlug, lessonKey });
  if (preview.status === "not-a-preview") throw redirect(`/learn/${courseSlug}/${lessonKey}`);
  if (preview.status === "no-such-lesson") throw notFound("There is no such lesson.");
  return { ...preview, site: env().appUrl };
}

export default function Preview() {
  const { courseKey, courseTitle, lesson, media, language, html } = useLoaderData<typeof loader>();
  const place = { courseKey, lessonKey: lesson.key, media, language };
  return (
    <main id="main" tabIndex={-1} className="mx-auto max-w-measure px-4 py-10 outline-none sm:px-6 sm:py-14">
      <p className="text-small text-soft">
        Free preview of{" "}
        <a href={`/courses/${courseKey}`} className="text-link">
          {courseTitle}
        </a>
      </p>
      <h1 className="mt-1 mb-8 font-serif text-display">{lesson.title}</h1>
      <LessonMedia lesson={lesson} place={place} position={0} playedShare={0} />
      <RenderedHtml html={html} className="prose lesson-text" lang={language} />
      <Downloads lesson={lesson} place={place} />
      <div className="mt-14 border-t border-line pt-8">
        <p className="mb-4 text-large">This lesson is one of many.</p>
        <ButtonLink href={`/courses/${courseKey}`}>See the whole course</ButtonLink>
      </div>
    </main>
  );
}
