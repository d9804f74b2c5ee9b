import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ButtonLink } from "#app/components/button.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { Notice } from "#app/components/notice.tsx";
import { Page } from "#app/components/page.tsx";
import { AssessmentCardView } from "#app/features/assessment/assessment-card.tsx";
import { listPublicAssessments } from "#app/features/assessment/public-assessments.queries.server.ts";
import { env } from "#app/platform/env.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";

export const handle = { cache: "public" };

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  pageMeta({
    title: "Assessments",
    description: "Questionnaires that show you how you tend to be with people close to you. Free, and without an account.",
    canonical: data && `${data.site}/assessments`,
  });

export async function loader({ request }: LoaderFunctionArgs) {
  const deleted = new URL(request.url).searchParams.has("deleted");
  return { assessments: await listPublicAssessments(), deleted, site: env().appUrl };
}

export default function Assessments() {
  const { assessments, deleted } = useLoaderData<typeof loader>();
  return (
    <Page title="Assessments" lead="A few minutes with yourself. You see your result at once, and it is yours." width="text">
      {deleted && (
        <Notice tone="done" title="Your result is deleted." live>
          <p>Nothing of it is left here or in this browser.</p>
        </Notice>
      )}
      {assessments.length === 0 ? (
        <EmptyState title="There are no assessments yet" action={<ButtonLink href="/courses">Look at the courses</ButtonLink>}>
          Please come back soon.
        </EmptyState>
      ) : (
        <ul className="border-b border-line">
          {assessments.map((card) => (
            <li key={card.key} className="border-t border-line py-6">
              <AssessmentCardView card={card} />
            </li>
          ))}
        </ul>
      )}
    </Page>
  );
}
