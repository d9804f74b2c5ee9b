import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { FormattedDate } from "#app/components/formatted.tsx";
import { Page } from "#app/components/page.tsx";
import { deleteResult } from "#app/features/assessment/delete-result.server.ts";
import { DeleteResult } from "#app/features/assessment/delete-result-form.tsx";
import { readResultPrivacy } from "#app/features/assessment/result-privacy.queries.server.ts";
import { notFound, requireViewer } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";

export const meta: MetaFunction = () => pageMeta({ title: "Delete answers and result", personal: true });

const NOT_YOURS = "There is no such attempt, or it is not yours.";

export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireViewer(args);
  const privacy = await readResultPrivacy({ userId: viewer.id, attemptId: args.params.attemptId ?? "" });
  if (!privacy) throw notFound(NOT_YOURS);
  return { privacy };
}

export async function action(args: ActionFunctionArgs) {
  const viewer = await requireViewer(args);
  const { attemptId = "" } = args.params;
  const outcome = await deleteResult({ userId: viewer.id, attemptId });
  if (outcome.status === "refused" && outcome.reason === "no-such-attempt") throw notFound(NOT_YOURS);
  // The page says that they are deleted, or why those of a check are not.
  return redirect(`/attempts/${attemptId}/delete`, 303);
}

export default function DeleteResultRoute() {
  const { privacy } = useLoaderData<typeof loader>();
  const { title, number, submittedAt } = privacy;
  const lead = (
    <>
      Attempt {number}
      {submittedAt && (
        <>
          , <FormattedDate value={submittedAt} time />
        </>
      )}
    </>
  );
  return (
    <Page title={title} lead={lead} width="text">
      <DeleteResult privacy={privacy} />
    </Page>
  );
}
