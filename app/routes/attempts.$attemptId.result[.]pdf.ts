import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
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
  // What writes PDFs is large, and loaded by the first who asks for one.
  const { resultPdf } = await import("#app/features/assessment/result-pdf.server.ts");
  return pdfResponse(await resultPdf(page, paperFacts(args.request, viewer)), `result-${page.lessonKey}-${page.number}`);
}
