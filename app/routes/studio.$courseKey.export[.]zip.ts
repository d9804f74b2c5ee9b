import type { LoaderFunctionArgs } from "@remix-run/node";
import { findDraft } from "#app/features/authoring/draft.queries.server.ts";
import { readDraftFiles } from "#app/features/authoring/draft-files.queries.server.ts";
import { writeZip } from "#app/features/authoring/write-zip.server.ts";
import { found, requireRole } from "#app/platform/http/gates.server.ts";

/** The draft as a zip of its folder, byte for byte. */
export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireRole(args, "instructor", "admin");
  const { draftId, courseKey } = found(await findDraft(viewer, args.params.courseKey));
  const zip = await writeZip({ folder: courseKey, files: (await readDraftFiles({ draftId })).files });
  return new Response(new Uint8Array(zip), {
    headers: {
      "Content-Type": "application/zip",
      "Content-Disposition": `attachment; filename="${courseKey}.zip"`,
      "Cache-Control": "no-store",
    },
  });
}
