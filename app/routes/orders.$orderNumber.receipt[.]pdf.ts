import type { LoaderFunctionArgs } from "@remix-run/node";
import { readOrderNumber, readReceipt } from "#app/features/checkout/order.queries.server.ts";
import { sellerLines } from "#app/features/checkout/seller.server.ts";
import { notFound, requireViewer } from "#app/platform/http/gates.server.ts";
import { paperFacts, pdfResponse } from "#app/platform/pdf/pdf-response.server.ts";

/** The buyer's own receipt as a file, from the moment on in which the money has come. */
export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireViewer(args);
  const orderNumber = readOrderNumber(args.params.orderNumber);
  const receipt = orderNumber ? await readReceipt({ userId: viewer.id, orderNumber }) : null;
  if (!receipt || receipt.receiptNumber === null) throw notFound("You have no receipt of this number.");
  // What writes PDFs is large, and loaded by the first who asks for one.
  const { receiptPdf } = await import("#app/features/checkout/receipt-pdf.server.ts");
  const bytes = await receiptPdf(receipt, sellerLines(), paperFacts(args.request, viewer));
  return pdfResponse(bytes, `receipt-${receipt.receiptNumber}`);
}
