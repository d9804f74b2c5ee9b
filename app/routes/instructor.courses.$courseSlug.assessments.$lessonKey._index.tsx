import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ButtonLink } from "#app/components/button.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { Page, Section } from "#app/components/page.tsx";
import { FEWEST_AT_ONCE, FEWEST_PEOPLE } from "#app/features/assessment/answer-policy.ts";
import { mayGrade } from "#app/features/assessment/grading/may-grade.ts";
import { readAssessmentStatistics } from "#app/features/insights/assessment-statistics.queries.server.ts";
import { CorrelationTable } from "#app/features/insights/correlation-table.tsx";
import { DeskTrail } from "#app/features/insights/desk-trail.tsx";
import { durationText } from "#app/features/insights/figure-text.ts";
import { ItemStatisticsView } from "#app/features/insights/item-statistics.tsx";
import { ScoreHistogram } from "#app/features/insights/score-histogram.tsx";
import { ScoreSummaryFacts } from "#app/features/insights/score-summary-facts.tsx";
import { readStaffCourse } from "#app/features/insights/staff-course.queries.server.ts";
import { notFound, requireRole } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  pageMeta({ title: data ? `Answers: ${data.page.title}` : "Answers", personal: true });

export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireRole(args, "instructor", "admin");
  const course = await readStaffCourse(viewer, args.params.courseSlug);
  const page = course && (await readAssessmentStatistics(course, args.params.lessonKey ?? ""));
  if (!course || !page) throw notFound();
  const mayRegrade = mayGrade({ viewer, staffRole: course.staffRole });
  const { key, title } = course;
  return { course: { key, title }, page, fewest: FEWEST_PEOPLE, atOnce: FEWEST_AT_ONCE, mayRegrade };
}

export default function AssessmentAnswers() {
  const { course, page, fewest, atOnce, mayRegrade } = useLoaderData<typeof loader>();
  const { statistics, revisions, people } = page;
  const left = revisions.used - revisions.compared;
  return (
    <>
      <DeskTrail
        steps={[
          { href: "/instructor", label: "Courses you look after" },
          { href: `/instructor/courses/${course.key}`, label: course.title },
        ]}
      />
      <Page
        title={page.title}
        lead="Everybody counts once, with the first attempt that they handed in. Nobody is shown by name here."
        actions={
          mayRegrade && (
            <ButtonLink href={`/instructor/courses/${course.key}/assessments/${page.lessonKey}/regrade`} look="secondary">
              Score again
            </ButtonLink>
          )
        }
      >
        <p className="mb-8 max-w-measure">
          {page.kind === "graded" ? (
            <a
              href={`/instructor/courses/${course.key}/assessments/${page.lessonKey}/results.csv`}
              download
              className="text-link"
            >
              All results, with names, as a CSV file
            </a>
          ) : (
            "There is no file of single results: what a questionnaire says of a person is theirs alone."
          )}
        </p>
        {left > 0 && (
          <p className="mb-8 max-w-measure text-soft">
            {left === 1
              ? "An earlier revision asked or scored something else, and is left out."
              : `${left} earlier revisions asked or scored something else, and are left out.`}
          </p>
        )}
        {statistics === null ? (
          <EmptyState title={people === 0 ? "Nobody has handed this in yet" : "Too few people to show"}>
            {`Figures appear once ${fewest} people have handed it in: with fewer, they could tell you what one of them answered. So far: ${people}.`}
          </EmptyState>
        ) : (
          <>
            {page.kind === "profile" && (
              <p className="mb-5 max-w-measure text-soft">
                {`These are figures about ${people} people who agreed to it. New people come in at least ${atOnce} at a time, and when somebody deletes their answers, those who came in with them are left out too. So no change of a figure tells what one person answered.`}
              </p>
            )}
            <p className="mb-8 max-w-measure">
              {`Half of the people took less than ${durationText(statistics.time.median)}; the middle half between ${durationText(statistics.time.lowerQuartile)} and ${durationText(statistics.time.upperQuartile)}.`}
            </p>
            {statistics.sets.map((set) => (
              <Section key={set.key} id={`set-${set.key}`} title={set.title ?? "Scores"}>
                <div className="grid gap-8 lg:grid-cols-2">
                  <ScoreSummaryFacts scores={set.scores} />
                  <ScoreHistogram id={`histogram-${set.key}`} distribution={set.scores.distribution} />
                </div>
                <div className="mt-8">
                  <ItemStatisticsView set={set} graded={page.kind === "graded"} />
                </div>
                <CorrelationTable set={set} />
              </Section>
            ))}
          </>
        )}
      </Page>
    </>
  );
}
