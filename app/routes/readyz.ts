import { isDatabaseReady } from "#app/platform/database/readiness.server.ts";

/** The process can do its work: the database answers. */
export async function loader() {
  const ready = await isDatabaseReady();
  return new Response(ready ? "ready\n" : "the database does not answer\n", {
    status: ready ? 200 : 503,
    headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" },
  });
}
