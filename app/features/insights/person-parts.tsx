import { DataTable } from "#app/components/data-table.tsx";
import { FormattedDate, FormattedMoney, plural } from "#app/components/formatted.tsx";
import { Section } from "#app/components/page.tsx";
import type { CourseChoice } from "./course-choices.queries.server.ts";
import { Facts } from "./facts.tsx";
import { OrderState } from "./order-table.tsx";
import type { PersonPage } from "./person.queries.server.ts";

export function PersonFacts({ person }: { person: PersonPage }) {
  return (
    <Facts
      facts={[
        { term: "E-mail", value: person.emailVerified ? person.email : `${person.email} (not verified)` },
        { term: "Role", value: person.role },
        { term: "Since", value: <FormattedDate value={person.createdAt} time /> },
        { term: "Signed in at", value: person.sessions === 0 ? "nowhere" : plural(person.sessions, "place") },
        { term: "Id", value: <code className="break-all">{person.id}</code> },
      ]}
    />
  );
}

/** The courses that a person has begun. What they answered in them is theirs. */
export function PersonLearning({
  person: { id, enrolments },
  courses,
}: {
  person: Pick<PersonPage, "id" | "enrolments">;
  courses: CourseChoice[];
}) {
  const titles = new Map(courses.map(({ key, title }) => [key, title]));
  return (
    <Section id="learning" title="Learning">
      {enrolments.length === 0 ? (
        <p className="text-soft">They have not opened a course yet.</p>
      ) : (
        <DataTable
          caption="Courses begun"
          rows={enrolments}
          rowKey={(enrolment) => enrolment.courseKey}
          columns={[
            {
              heading: "Course",
              cell: ({ courseKey }) => (
                <a href={`/instructor/courses/${courseKey}/students/${id}`} className="text-link">
                  {titles.get(courseKey) ?? courseKey}
                </a>
              ),
            },
            { heading: "Release", align: "right", cell: ({ release }) => release },
            { heading: "Last active", cell: ({ lastSeenAt }) => lastSeenAt && <FormattedDate value={lastSeenAt} time /> },
            { heading: "Finished", cell: ({ completedAt }) => completedAt && <FormattedDate value={completedAt} /> },
          ]}
        />
      )}
    </Section>
  );
}

export function PersonOrders({ orders }: Pick<PersonPage, "orders">) {
  return (
    <Section id="orders" title="Orders">
      {orders.length === 0 ? (
        <p className="text-soft">They have bought nothing.</p>
      ) : (
        <DataTable
          caption="Orders, the newest first"
          rows={orders}
          rowKey={(order) => String(order.number)}
          columns={[
            {
              heading: "Order",
              cell: ({ number }) => (
                <a href={`/admin/orders/${number}`} className="text-link">
                  {number}
                </a>
              ),
            },
            { heading: "State", cell: OrderState },
            {
              heading: "Total",
              align: "right",
              cell: ({ total, currency }) => <FormattedMoney amount={total} currency={currency} />,
            },
            { heading: "Made", cell: ({ createdAt }) => <FormattedDate value={createdAt} time /> },
          ]}
        />
      )}
    </Section>
  );
}
