import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ButtonLink } from "#app/components/button.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { Page } from "#app/components/page.tsx";
import { findArriving } from "#app/features/checkout/arriving.server.ts";
import { ArrivingList } from "#app/features/checkout/arriving-words.tsx";
import { MyCourseCard } from "#app/features/learning/my-course-card.tsx";
import { listMyCourses } from "#app/features/learning/my-courses.queries.server.ts";
import { requireViewer } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";

export const meta: MetaFunction = () => pageMeta({ title: "My courses", personal: true });

export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireViewer(args);
  // First, as looking may open something.
  const arriving = await findArriving({ userId: viewer.id });
  const looksAgain = arriving.some(({ state }) => state === "opening");
  return { arriving, looksAgain, courses: await listMyCourses(viewer) };
}

export default function MyCourses() {
  const { arriving, courses } = useLoaderData<typeof loader>();
  return (
    <Page title="My courses" width="page">
      <ArrivingList arriving={arriving} />
      {courses.length === 0 && arriving.length > 0 ? null : courses.length === 0 ? (
        <EmptyState title="You have no courses yet" action={<ButtonLink href="/courses">Look at the courses</ButtonLink>}>
          What you buy or begin for free appears here, with the place where you left off.
        </EmptyState>
      ) : (
        <ul className="border-b border-line">
          {courses.map((course) => (
            <li key={course.key}>
              <MyCourseCard course={course} />
            </li>
          ))}
        </ul>
      )}
      <p className="mt-8 text-small text-soft">
        What you found out about yourself outside of a course is among{" "}
        <a href="/account/results" className="text-link">
          your results
        </a>
        .
      </p>
    </Page>
  );
}
