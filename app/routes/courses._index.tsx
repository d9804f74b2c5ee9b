import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { EmptyState } from "#app/components/empty-state.tsx";
import { Page, Section } from "#app/components/page.tsx";
import { BundleCardView } from "#app/features/catalog/bundle-parts.tsx";
import { listCourses } from "#app/features/catalog/catalogue.queries.server.ts";
import { CourseCardView } from "#app/features/catalog/course-card.tsx";
import { listBundleCards } from "#app/features/catalog/products.queries.server.ts";
import { env } from "#app/platform/env.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";

export const handle = { cache: "public" };

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  pageMeta({
    title: "Courses",
    description: "All courses, what they cost, and how long they take. One of them is free.",
    canonical: data && `${data.site}/courses`,
  });

export async function loader(_args: LoaderFunctionArgs) {
  const [courses, bundles] = await Promise.all([listCourses(), listBundleCards()]);
  return { courses, bundles, site: env().appUrl };
}

export default function Catalogue() {
  const { courses, bundles } = useLoaderData<typeof loader>();
  return (
    <Page title="Courses" lead="Read the first lessons before you decide. Lessons marked as a free preview are open to everyone.">
      {courses.length === 0 ? (
        <EmptyState title="No course is published yet">Please come back soon.</EmptyState>
      ) : (
        courses.map((course) => <CourseCardView key={course.key} course={course} />)
      )}
      {bundles.length > 0 && (
        <Section title="Several together" id="bundles">
          {bundles.map((bundle) => (
            <BundleCardView key={bundle.key} bundle={bundle} />
          ))}
        </Section>
      )}
    </Page>
  );
}
