import { loadInstrument, loadManifest } from "#app/features/courseware/release.queries.server.ts";
import type { CompiledProfileInstrument } from "#app/features/instruments/compiled.ts";
import { type Db, db } from "#app/platform/db.server.ts";

/** An instrument that anybody may take, as the current release of its course has it. */
export interface PublicAssessment {
  key: string;
  courseId: string;
  course: { key: string; title: string };
  revisionId: string;
  instrument: CompiledProfileInstrument;
}

/** As lists and the head of a page show it. */
export interface AssessmentCard {
  key: string;
  title: string;
  /** Plain text: the first paragraph of its intro. */
  summary: string;
  items: number;
  minutes: number;
}

/** How long somebody takes for one rating, reading it included. */
const SECONDS_AN_ITEM = 12;

/** An entry of a manifest, and the course that it is of. */
interface Entry extends Pick<PublicAssessment, "key" | "courseId" | "course"> {
  digest: string;
}

/**
 * Every public instrument of what is published now. A key stands for one of them: where two courses have the same, it is
 * that of the course which was there first. One SQL statement beside what a process keeps of releases.
 */
async function readEntries(tx: Db): Promise<Map<string, Entry>> {
  const courses = await tx.course.findMany({
    where: { currentReleaseId: { not: null } },
    select: { id: true, currentReleaseId: true },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  const found = new Map<string, Entry>();
  for (const { id: courseId, currentReleaseId } of courses) {
    const { key: courseKey, title, publicAssessments = [] } = await loadManifest(currentReleaseId ?? "");
    for (const { key, digest } of publicAssessments) {
      if (!found.has(key)) found.set(key, { key, digest, courseId, course: { key: courseKey, title } });
    }
  }
  return found;
}

async function load({ digest, ...place }: Entry): Promise<PublicAssessment | null> {
  const { revisionId, definition } = await loadInstrument(place.courseId, place.key, digest);
  return definition.kind === "profile" ? { ...place, revisionId, instrument: definition } : null;
}

export async function listPublicAssessments(tx: Db = db): Promise<AssessmentCard[]> {
  const assessments = await Promise.all([...(await readEntries(tx)).values()].map(load));
  return assessments.flatMap((one) => (one ? [cardOf(one)] : [])).sort((a, b) => a.title.localeCompare(b.title, "en"));
}

/** The public instrument of this key; null where there is none, or not any more. */
export async function findPublicAssessment(key: string, tx: Db = db): Promise<PublicAssessment | null> {
  const entry = (await readEntries(tx)).get(key);
  return entry ? load(entry) : null;
}

export function cardOf({ key, instrument }: Pick<PublicAssessment, "key" | "instrument">): AssessmentCard {
  const { title, intro, items } = instrument;
  const minutes = Math.max(1, Math.round((items.length * SECONDS_AN_ITEM) / 60));
  return { key, title, summary: firstParagraph(intro), items: items.length, minutes };
}

/** The first paragraph of rendered Markdown as plain text. */
function firstParagraph(html: string): string {
  const [, paragraph = ""] = /<p>([\s\S]*?)<\/p>/.exec(html) ?? [];
  const signs: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', "#x27": "'", "#x26": "&", "#x3C": "<" };
  return paragraph
    .replace(/<[^>]+>/g, "")
    .replace(/&(\w+|#\w+);/g, (entity, name: string) => signs[name] ?? entity)
    .replace(/\s+/g, " ")
    .trim();
}
