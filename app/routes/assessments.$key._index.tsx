import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ButtonLink } from "#app/components/button.tsx";
import { Page, Section } from "#app/components/page.tsx";
import { RenderedHtml } from "#app/components/rendered-html.tsx";
import { assessmentFacts } from "#app/features/assessment/assessment-card.tsx";
import { GuestConsent } from "#app/features/assessment/guest-consent.tsx";
import { cardOf, findPublicAssessment } from "#app/features/assessment/public-assessments.queries.server.ts";
import { env } from "#app/platform/env.server.ts";
import { notFound } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";

export const handle = { cache: "public" };

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  data
    ? pageMeta({
        title: data.card.title,
        description: `${data.card.summary} Free, and without an account.`.trim(),
        canonical: `${data.site}/assessments/${data.card.key}`,
      })
    : pageMeta({ title: "No such assessment", personal: true });

export async function loader({ params }: LoaderFunctionArgs) {
  const assessment = await findPublicAssessment(params.key ?? "");
  if (!assessment) throw notFound("There is no assessment at this address, or it is not open to everybody any more.");
  const { course, instrument } = assessment;
  const scales = instrument.scales.map(({ key, title, summary }) => ({ key, title, summary }));
  return { card: cardOf(assessment), course, scales, limits: instrument.limits, site: env().appUrl };
}

export default function AssessmentPage() {
  const { card, course, scales, limits } = useLoaderData<typeof loader>();
  const start = (
    <ButtonLink href={`/assessments/${card.key}/take`}>
      Begin<span className="sr-only"> the {card.title}</span>
    </ButtonLink>
  );
  return (
    <Page title={card.title} lead={card.summary} width="text">
      <p className="mb-6 text-small text-soft">{assessmentFacts(card)}</p>
      {start}
      <Section title="What it looks at" id="scales">
        <dl>
          {scales.map(({ key, title, summary }) => (
            <div key={key} className="mb-3">
              <dt className="font-semibold">{title}</dt>
              {summary ? <dd className="text-soft">{summary}</dd> : null}
            </div>
          ))}
        </dl>
      </Section>
      <Section title="What happens with your answers" id="consent">
        <div className="space-y-4">
          <GuestConsent />
        </div>
      </Section>
      {limits ? (
        <Section title="What it can and cannot tell" id="limits">
          <RenderedHtml html={limits} className="prose" />
        </Section>
      ) : null}
      <div className="mt-10">{start}</div>
      <p className="mt-8 text-small text-soft">
        It is a part of the course{" "}
        <a href={`/courses/${course.key}`} className="text-link">
          {course.title}
        </a>
        . Have you taken it in this browser?{" "}
        <a href={`/assessments/${card.key}/result`} className="text-link">
          See your result
        </a>
        .
      </p>
    </Page>
  );
}
