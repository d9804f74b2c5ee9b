import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { EmptyState } from "#app/components/empty-state.tsx";
import { plural } from "#app/components/formatted.tsx";
import { Notice } from "#app/components/notice.tsx";
import { Page } from "#app/components/page.tsx";
import { AdminNav } from "#app/features/insights/admin-nav.tsx";
import { listAttention } from "#app/features/insights/attention/attention.queries.server.ts";
import { matterForm } from "#app/features/insights/attention/attention.schema.ts";
import { MatterList } from "#app/features/insights/attention/matter-list.tsx";
import type { Matter } from "#app/features/insights/attention/matters.ts";
import { resolveMatter } from "#app/features/insights/attention/resolve-matter.server.ts";
import { listCourseChoices } from "#app/features/insights/course-choices.queries.server.ts";
import { badForm } from "#app/platform/http/form-answers.server.ts";
import { requireRole } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { parseForm } from "#app/platform/http/parse-form.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";

const PATH = "/admin/attention";
const DONE: Record<string, string> = {
  done: "It is done",
  left: "It was tried, and the matter is still there",
  gone: "Somebody has seen to it already",
};

export const meta: MetaFunction = () => pageMeta({ title: "Needs attention", personal: true });

export async function loader(args: LoaderFunctionArgs) {
  await requireRole(args, "admin");
  const done = new URL(args.request.url).searchParams.get("done") ?? "";
  return { ...(await listAttention()), courses: await listCourseChoices(), notice: DONE[done] ?? null };
}

export async function action(args: ActionFunctionArgs) {
  const viewer = await requireRole(args, "admin");
  const form = parseForm(await readForm(args.request), matterForm);
  if (!form.ok) return badForm(form.reply);
  const { key, kind, reason = "" } = form.value;
  const outcome = await resolveMatter({ key, kind, reason, actorId: viewer.id });
  if (outcome.status === "done") return redirect(`${PATH}?done=${outcome.left ? "left" : "done"}`, 303);
  if (outcome.status === "failed") return badForm(form.refuse({ "": outcome.message }));
  if (outcome.reason === "gone") return redirect(`${PATH}?done=gone`, 303);
  return badForm(form.refuse({ "": "Something else is right for this by now. Look at what the button says." }));
}

export default function Attention() {
  const { matters, setAside, courses, notice } = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>();
  const titles = new Map(courses.map(({ key, title }) => [key, title]));
  return (
    <>
      <AdminNav here={PATH} />
      <Page
        title="Needs attention"
        lead="What the site could not set right by itself. Everything else about money and access mends itself within minutes."
      >
        {notice && !reply && <Notice tone="done" title={notice} live />}
        {reply && (
          <Notice tone="error" title="Nothing was changed" live>
            {reply.errors[""]?.[0] ?? "See beside the field what is missing."}
          </Notice>
        )}
        {matters.length === 0 ? (
          <EmptyState title="Nothing needs you">
            Money and access agree, every event of Stripe was acted on, no mail was refused for good, and the reconciler comes to
            its end.
          </EmptyState>
        ) : (
          <MatterList matters={matters.map(asMatter)} titles={titles} reply={reply} />
        )}
        {setAside > 0 && (
          <p className="mt-8 text-small text-soft">
            {plural(setAside, "matter was", "matters were")} left as they are.{" "}
            <a href="/admin/audit?action=attention.resolve" className="text-link">
              The audit log says who did so, and why
            </a>
          </p>
        )}
      </Page>
    </>
  );
}

/** Dates are sent as text. */
function asMatter(matter: Omit<Matter, "since"> & { since: string | Date }): Matter {
  return { ...matter, since: new Date(matter.since) };
}
