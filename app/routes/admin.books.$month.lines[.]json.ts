import type { LoaderFunctionArgs } from "@remix-run/node";
import { isBookMonth } from "#app/features/insights/books.queries.server.ts";
import { booksJson } from "#app/features/insights/books-file.server.ts";
import { textStream } from "#app/features/insights/text-stream.ts";
import { notFound, requireRole } from "#app/platform/http/gates.server.ts";

export async function loader(args: LoaderFunctionArgs) {
  await requireRole(args, "admin");
  const { month } = args.params;
  if (!isBookMonth(month)) throw notFound("There is no such month. A month is written as 2026-11.");
  return new Response(textStream(booksJson(month)), {
    headers: {
      "Content-Type": "application/json; charset=utf-8",
      "Content-Disposition": `attachment; filename="books-${month}.json"`,
      "Cache-Control": "private, no-store",
    },
  });
}
