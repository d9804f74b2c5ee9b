import { compileCourseInTurns } from "#app/features/courseware/compile-course.server.ts";
import type { Fault } from "#app/features/courseware/fault.ts";
import { readDraftFiles } from "./draft-files.queries.server.ts";

/** What the checker says of one file of a draft. */
export async function checkFile({ draftId, path }: { draftId: string; path: string }): Promise<Fault[]> {
  return (await compileCourseInTurns(await readDraftFiles({ draftId }))).faults.filter(({ file }) => file === path);
}
