import { randomUUID } from "node:crypto";
import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Notice } from "#app/components/notice.tsx";
import { Page, Section } from "#app/components/page.tsx";
import { grantManually } from "#app/features/access/grant-entitlement.server.ts";
import { revokeEntitlement } from "#app/features/access/revoke-entitlement.server.ts";
import { setRole } from "#app/features/accounts/set-role.server.ts";
import { accessQuestionQuery, askAccess } from "#app/features/insights/access-question.queries.server.ts";
import { AccessQuestionForm } from "#app/features/insights/access-question.tsx";
import { AdminNav } from "#app/features/insights/admin-nav.tsx";
import { AuditTable } from "#app/features/insights/audit-table.tsx";
import { listCourseChoices } from "#app/features/insights/course-choices.queries.server.ts";
import { grantForm, revokeForm, roleForm } from "#app/features/insights/desk.schema.ts";
import { EntitlementList } from "#app/features/insights/entitlement-list.tsx";
import { readPerson } from "#app/features/insights/person.queries.server.ts";
import { GrantForm, RoleForm } from "#app/features/insights/person-forms.tsx";
import { PERSON_NOTICES } from "#app/features/insights/person-notices.ts";
import { PersonFacts, PersonLearning, PersonOrders } from "#app/features/insights/person-parts.tsx";
import { isId, readQuery } from "#app/features/insights/read-query.ts";
import { readStory } from "#app/features/insights/story/person-story.queries.server.ts";
import { PersonStory, ReconcileButton, SeveralWays } from "#app/features/insights/story/person-story.tsx";
import { reconcilePersonByHand } from "#app/features/insights/story/reconcile-person-by-hand.server.ts";
import { badForm } from "#app/platform/http/form-answers.server.ts";
import { notFound, requireRole } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { parseForm } from "#app/platform/http/parse-form.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => pageMeta({ title: data?.person.name ?? "Person", personal: true });

const NOBODY = "There is nobody of this id.";

export async function loader({ params, ...args }: LoaderFunctionArgs) {
  await requireRole(args, "admin");
  const person = isId(params.userId) ? await readPerson(params.userId) : null;
  if (!person) throw notFound(NOBODY);
  const asked = readQuery(args.request.url, accessQuestionQuery);
  if (!asked.ok) throw new Response(asked.message, { status: 400 });
  const { course: courseKey, lesson: lessonKey } = asked.query;
  return {
    person,
    courses: await listCourseChoices(),
    question: courseKey ? await askAccess({ person, courseKey, lessonKey }) : null,
    grantKey: randomUUID(),
    notice: PERSON_NOTICES[new URL(args.request.url).searchParams.get("done") ?? ""] ?? null,
    story: await readStory(person.id),
  };
}

export async function action({ params, ...args }: ActionFunctionArgs) {
  const viewer = await requireRole(args, "admin");
  if (!isId(params.userId)) throw notFound(NOBODY);
  const about = { actorId: viewer.id, userId: params.userId };
  const form = await readForm(args.request);
  switch (form.get("intent")) {
    case "grant":
      return submitGrant(form, about);
    case "revoke":
      return submitRevocation(form, about);
    case "set-role":
      return submitRole(form, about);
    case "reconcile":
      return redirect(`/admin/people/${about.userId}?done=reconcile-${await reconcilePersonByHand(about)}`, 303);
    default:
      throw new Response("This form is not known here. Open the page again.", { status: 400 });
  }
}

interface About {
  actorId: string;
  userId: string;
}

async function submitGrant(fields: FormData, about: About) {
  const form = parseForm(fields, grantForm);
  if (!form.ok) return badForm(form.reply);
  const { courseId, until: endsAt, reason, grantKey: requestId } = form.value;
  const outcome = await grantManually({ ...about, courseId, endsAt, reason, requestId });
  if (outcome.status !== "refused") return redirect(`/admin/people/${about.userId}?done=grant`, 303);
  if (outcome.reason === "no-such-person") throw notFound(NOBODY);
  if (outcome.reason === "no-such-course") return badForm(form.refuse({ courseId: "Choose a course of the list." }));
  if (outcome.reason === "ends-before-it-starts")
    return badForm(form.refuse({ until: "This day is over. Choose one that is still to come." }));
  return badForm(form.refuse({ reason: "Write why. It is kept in the audit log." }));
}

async function submitRevocation(fields: FormData, about: About) {
  const form = parseForm(fields, revokeForm);
  if (!form.ok) return badForm(form.reply);
  const outcome = await revokeEntitlement({ ...form.value, ...about });
  if (outcome.status !== "refused") return redirect(`/admin/people/${about.userId}?done=revoke`, 303);
  if (outcome.reason === "no-such-entitlement") throw notFound("This person has no such entitlement.");
  if (outcome.reason === "reason-reserved")
    return badForm(form.refuse({ reason: "This word is kept for what happens to the money. Write why in your own." }));
  return badForm(form.refuse({ reason: "Write why. It is kept in the audit log." }));
}

async function submitRole(fields: FormData, about: About) {
  const form = parseForm(fields, roleForm);
  if (!form.ok) return badForm(form.reply);
  const outcome = await setRole({ ...about, ...form.value });
  if (outcome.status === "set") return redirect(`/admin/people/${about.userId}?done=role`, 303);
  if (outcome.reason === "last-admin")
    return badForm(form.refuse({ role: "This is the only admin. Make somebody else an admin first." }));
  throw notFound(NOBODY);
}

export default function Person() {
  const { person, courses, question, grantKey, notice, story } = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>();
  const replyTo = (intent: string) => (reply?.values.intent === intent ? reply : undefined);
  return (
    <>
      <AdminNav here="/admin/people" />
      <Page title={person.name} actions={<ReconcileButton />}>
        {notice && !reply && <Notice tone="done" title={notice} live />}
        {reply && <Notice tone="error" title="Nothing was changed. See beside the field what is missing." live />}
        <PersonFacts person={person} />
        <Section id="entitlements" title="What they may open">
          <SeveralWays entitlements={person.entitlements} courses={courses} />
          {person.entitlements.length === 0 ? (
            <p className="text-soft">Nothing was ever granted.</p>
          ) : (
            <EntitlementList courses={courses} entitlements={person.entitlements} reply={replyTo("revoke")} />
          )}
        </Section>
        <Section id="question" title="Why can or can’t they open that?">
          <AccessQuestionForm person={person} courses={courses} question={question} />
        </Section>
        <Section id="grant" title="Grant a course by hand">
          <GrantForm courses={courses} grantKey={grantKey} reply={replyTo("grant")} />
        </Section>
        <PersonStory {...story} />
        <PersonLearning person={person} courses={courses} />
        <PersonOrders orders={person.orders} />
        <Section id="role-change" title="Role">
          <RoleForm role={person.role} reply={replyTo("set-role")} />
        </Section>
        <Section id="audit" title="Audit log">
          {person.audit.length === 0 ? (
            <p className="text-soft">Nothing is in the log yet.</p>
          ) : (
            <AuditTable lines={person.audit} caption="What was done about this person, the newest first" />
          )}
        </Section>
      </Page>
    </>
  );
}
