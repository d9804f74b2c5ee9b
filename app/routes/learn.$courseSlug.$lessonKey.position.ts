import type { ActionFunctionArgs } from "@remix-run/node";
import { positionReport, savePosition } from "#app/features/learning/save-position.server.ts";
import { requireViewer } from "#app/platform/http/gates.server.ts";
import { readJson } from "#app/platform/http/read-json.server.ts";

/** Far more than two numbers take. */
const MAX_BYTES = 10_000;

/** Where a video or recording stands, reported by the page as it plays. */
export async function action(args: ActionFunctionArgs) {
  const viewer = await requireViewer(args);
  const report = positionReport.safeParse(await readJson(args.request, MAX_BYTES));
  if (!report.success) return Response.json({ error: "Send { position, playedShare } as numbers." }, { status: 400 });
  const { courseSlug = "", lessonKey = "" } = args.params;
  const outcome = await savePosition({ viewer, courseKey: courseSlug, lessonKey, report: report.data });
  if (outcome.status === "saved") return Response.json({ completed: outcome.completed });
  if (outcome.status === "locked") return Response.json({ error: "This lesson is not open yet." }, { status: 409 });
  return Response.json(
    { error: "This lesson is not open to you." },
    { status: outcome.reason.startsWith("no-such") ? 404 : 403 },
  );
}
