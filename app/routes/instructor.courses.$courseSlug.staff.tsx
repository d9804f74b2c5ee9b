import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Button } from "#app/components/button.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { FormError, SelectField, TextField } from "#app/components/form-field.tsx";
import { Notice } from "#app/components/notice.tsx";
import { Page, Section } from "#app/components/page.tsx";
import { DeskTrail } from "#app/features/insights/desk-trail.tsx";
import { setStaffRole } from "#app/features/insights/staff/set-staff-role.server.ts";
import { readStaffPage } from "#app/features/insights/staff/staff.queries.server.ts";
import { staffForm } from "#app/features/insights/staff/staff.schema.ts";
import { ROLE_WORDS, STAFF_REFUSALS } from "#app/features/insights/staff/staff-words.ts";
import { STAFF_ROLES } from "#app/features/insights/staff-access.ts";
import { badForm } from "#app/platform/http/form-answers.server.ts";
import { found, requireRole } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { parseForm } from "#app/platform/http/parse-form.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";

export const meta: MetaFunction = () => pageMeta({ title: "Staff", personal: true });

async function gate(args: LoaderFunctionArgs) {
  const viewer = await requireRole(args, "instructor", "admin");
  return { viewer, page: found(await readStaffPage(viewer, args.params.courseSlug)) };
}

export async function loader(args: LoaderFunctionArgs) {
  const { viewer, page } = await gate(args);
  return { ...page, me: viewer.id, done: new URL(args.request.url).searchParams.has("done") };
}

export async function action(args: ActionFunctionArgs) {
  const { viewer, page } = await gate(args);
  const { course } = page;
  const form = parseForm(await readForm(args.request), staffForm);
  if (!form.ok) return badForm(form.reply);
  const given = form.value;
  const person = given.intent === "add" ? { email: given.email } : { userId: given.userId };
  const role = given.intent === "remove" ? null : given.role;
  const outcome = await setStaffRole({ actor: viewer, course, person, role });
  if (outcome.status === "refused") {
    const { field, message } = STAFF_REFUSALS[outcome.reason];
    return badForm(form.refuse({ [given.intent === "add" ? field : ""]: message }));
  }
  const stays = viewer.role === "admin" || !("userId" in person && person.userId === viewer.id && role !== "owner");
  return redirect(stays ? `/instructor/courses/${course.key}/staff?done` : "/instructor", 303);
}

const OPTIONS = STAFF_ROLES.map((role) => ({ value: role, label: role[0]!.toUpperCase() + role.slice(1) }));

export default function CourseStaff() {
  const { course, people, me, done } = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>();
  const adding = reply?.values.intent === "add" ? reply : undefined;
  const base = `/instructor/courses/${course.key}`;
  return (
    <>
      <DeskTrail
        steps={[
          { href: "/instructor", label: "Courses you look after" },
          { href: base, label: course.title },
        ]}
      />
      <Page title="Staff" lead="Who works on this course, and as what.">
        {done && !reply && <Notice tone="done" title="Saved" live />}
        {reply && !adding && <Notice tone="error" title={reply.errors[""]?.join(" ") ?? "Nothing was changed"} live />}
        {people.length === 0 ? (
          <EmptyState title="Nobody is on the staff of this course">Admins look after it. Add its first owner below.</EmptyState>
        ) : (
          <ul className="border-t border-line">
            {people.map(({ userId, name, email, role }) => (
              <li key={userId} className="flex flex-wrap items-end justify-between gap-4 border-b border-line py-4">
                <p className="min-w-0 [overflow-wrap:anywhere]">
                  <span className="font-semibold">{userId === me ? `${name} (you)` : name}</span>
                  <span className="block text-small text-soft">{email}</span>
                </p>
                <div className="flex flex-wrap items-end gap-3">
                  <form method="post" className="flex flex-wrap items-end gap-2 *:mb-0">
                    <input type="hidden" name="userId" value={userId} />
                    <SelectField
                      label={`Role of ${name}`}
                      id={`role-${userId}`}
                      name="role"
                      defaultValue={role}
                      options={OPTIONS}
                    />
                    <Button look="secondary" name="intent" value="change">
                      Save<span className="sr-only"> the role of {name}</span>
                    </Button>
                  </form>
                  <details>
                    <summary className="inline-block min-h-11 py-2 text-small underline">
                      Take off<span className="sr-only"> {name}</span>
                    </summary>
                    <form method="post">
                      <input type="hidden" name="userId" value={userId} />
                      <p className="mb-2 text-small">{name} no longer sees the course from behind the desk.</p>
                      <Button look="danger" name="intent" value="remove">
                        Take {name} off the staff
                      </Button>
                    </form>
                  </details>
                </div>
              </li>
            ))}
          </ul>
        )}
        <Section id="add" title="Add somebody">
          <form method="post" className="max-w-measure">
            <FormError errors={adding?.errors[""]} />
            <TextField
              label="E-mail address"
              name="email"
              type="email"
              required
              defaultValue={adding?.values.email}
              errors={adding?.errors.email}
              hint="Of an account that is an instructor's."
            />
            <SelectField
              label="Role"
              name="role"
              defaultValue={adding?.values.role ?? (people.length === 0 ? "owner" : "editor")}
              options={OPTIONS}
            />
            <Button name="intent" value="add">
              Add them
            </Button>
          </form>
        </Section>
        <Section id="roles" title="What each may do">
          <ul className="max-w-measure list-disc space-y-1 pl-5">
            {STAFF_ROLES.map((role) => (
              <li key={role}>{ROLE_WORDS[role]}</li>
            ))}
          </ul>
        </Section>
      </Page>
    </>
  );
}
