import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { readComparison } from "#app/features/assessment/comparison.queries.server.ts";
import { notFound, requireViewer } from "#app/platform/http/gates.server.ts";
import { paperFacts, pdfResponse } from "#app/platform/pdf/pdf-response.server.ts";

/** The owner's own before/after report as a file. Where there is none, the page says why. */
export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireViewer(args);
  const { attemptId = "", otherId = "" } = args.params;
  const page = await readComparison({ userId: viewer.id, attemptIds: [attemptId, otherId] });
  if (page.status === "open") throw redirect(`/attempts/${page.attemptId}`);
  if (page.status === "no-such-attempt") throw notFound("There is no such attempt, or it is not yours.");
  if (page.status === "not-comparable") throw redirect(`/attempts/${attemptId}/compare/${otherId}`);
  // What writes PDFs is large, and loaded by the first who asks for one.
  const { comparisonPdf } = await import("#app/features/assessment/comparison-pdf.server.ts");
  return pdfResponse(await comparisonPdf(page, paperFacts(args.request, viewer)), "before-and-after");
}
