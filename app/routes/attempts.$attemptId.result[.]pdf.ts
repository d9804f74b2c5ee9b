import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { resultPdf } from "#app/features/assessment/result-pdf.server.ts";
import { readResultPage } from "#app/features/assessment/results.queries.server.ts";
import { notFound, requireViewer } from "#app/platform/http/gates.server.ts";
import { paperFacts, pdfResponse } from "#app/platform/pdf/pdf-response.server.ts";

/** The owner's own result as a file: what the page of the result shows them at this moment. */
export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireViewer(args);
  const { attemptId = "" } = args.params;
  const page = await readResultPage({ userId: viewer.id, attemptId });
  if (page.status === "open") throw redirect(`/attempts/${attemptId}`);
  if (page.status === "no-such-attempt") throw notFound("There is no such attempt, or it is not yours.");
  return pdfResponse(await resultPdf(page, paperFacts(args.request, viewer)), `result-${page.lessonKey}-${page.number}`);
}
