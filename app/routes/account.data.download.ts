import { Readable } from "node:stream";
import { type ActionFunctionArgs, createReadableStreamFromReadable, redirect } from "@remix-run/node";
import { exportAccount } from "#app/features/privacy/export-account.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { requireViewer } from "#app/platform/http/gates.server.ts";
import { limit } from "#app/platform/rate-limit.server.ts";

/** Somebody came here by address: the page about their data has the button. */
export function loader() {
  return redirect("/account/data");
}

/** Everything about who asks, as a file. A form and not a link: no other page and no prefetch can ask for it. */
export async function action(args: ActionFunctionArgs) {
  const viewer = await requireViewer(args);
  const limited = await limit("export-account", viewer.id);
  if (!limited.allowed) {
    const seconds = Math.ceil((limited.retryAt.getTime() - now().getTime()) / 1000);
    const words = "You have downloaded your data several times in the last hour. Please wait a while, then try again.";
    throw new Response(words, { status: 429, headers: { "Retry-After": String(Math.max(1, seconds)) } });
  }
  const headers = {
    "Content-Type": "application/json; charset=utf-8",
    "Content-Disposition": 'attachment; filename="my-data.json"',
    "Cache-Control": "no-store",
  };
  return new Response(createReadableStreamFromReadable(Readable.from(exportAccount(viewer.id))), { headers });
}
