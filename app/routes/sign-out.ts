import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { signOut } from "#app/features/accounts/end-sessions.server.ts";

/** Somebody came here by address, which must not sign them out. */
export function loader() {
  return redirect("/");
}

export async function action({ context }: ActionFunctionArgs) {
  const viewer = await context.readViewer();
  // Signing out twice, or after the session ended by itself, is no fault.
  if (!viewer) return redirect("/", 303);
  const setCookie = await signOut({ userId: viewer.id, sessionHash: viewer.sessionHash });
  return redirect("/", { status: 303, headers: { "Set-Cookie": setCookie } });
}
