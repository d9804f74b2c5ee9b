import type { Viewer } from "../sessions/session.server.ts";
import type { RequestContext } from "./request-context.server.ts";

/** What a gate needs of a loader's or an action's arguments. */
interface Visit {
  request: Request;
  context: RequestContext;
}

/** The signed-in viewer; everybody else is sent to sign in and comes back to the page they asked for. */
export async function requireViewer({ request, context }: Visit): Promise<Viewer> {
  const viewer = await context.readViewer();
  if (viewer) return viewer;
  // After a form was sent, the page with the form is the place to come back to, not the action's address.
  const returnTo = request.method === "GET" ? new URL(request.url) : pageOfForm(request);
  const query = new URLSearchParams({ returnTo: returnTo.pathname + returnTo.search });
  throw new Response(null, { status: 302, headers: { Location: `/sign-in?${query}` } });
}

/** A viewer with one of the roles. Others are told that there is no such page: who may not see it need not know of it. */
export async function requireRole(visit: Visit, ...roles: Viewer["role"][]): Promise<Viewer> {
  const viewer = await requireViewer(visit);
  if (!roles.includes(viewer.role)) throw notFound();
  return viewer;
}

export function notFound(message = "There is no such page."): Response {
  return new Response(message, { status: 404, statusText: "Not Found" });
}

/** What was looked for, where it is there. */
export function found<What>(what: What | null, message?: string): What {
  if (what === null) throw notFound(message);
  return what;
}

function pageOfForm(request: Request): URL {
  const here = new URL(request.url);
  const referer = request.headers.get("Referer");
  if (!referer || !URL.canParse(referer)) return here;
  const from = new URL(referer);
  return from.host === here.host ? from : here;
}
