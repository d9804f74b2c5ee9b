/** The process answers. Nothing else is asked: a database that is away is no reason to restart it. */
export function loader() {
  return new Response("ok\n", { headers: { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" } });
}
