import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { timeZoneForm } from "#app/features/accounts/accounts.schema.ts";
import { adoptTimeZone } from "#app/features/accounts/adopt-time-zone.server.ts";
import { requireViewer } from "#app/platform/http/gates.server.ts";
import { parseForm } from "#app/platform/http/parse-form.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";

/** Somebody came here by address: the profile has the choice. */
export function loader() {
  return redirect("/account");
}

/** The zone of the device, told by a page's script. */
export async function action(args: ActionFunctionArgs) {
  const viewer = await requireViewer(args);
  const form = parseForm(await readForm(args.request), timeZoneForm);
  if (!form.ok) return Response.json({ error: "This is no time zone." }, { status: 400 });
  return Response.json(await adoptTimeZone({ userId: viewer.id, ...form.value }));
}
