import { KEY_LENGTH, KEY_SHAPE } from "#app/features/instruments/fields.ts";
import { db } from "#app/platform/db.server.ts";
import type { Viewer } from "#app/platform/sessions/session.server.ts";
import { mayEditCourse } from "./may-edit-course.ts";
import { decode } from "./offer-merges.server.ts";
import { fieldsOf } from "./outline/read-draft-outline.ts";

/** A draft as every page of the studio begins with it. */
export interface DraftPlace {
  draftId: string;
  courseId: string;
  courseKey: string;
  revision: number;
  /** The number of the release that is current; null where nothing is published. */
  release: number | null;
}

type Who = Pick<Viewer, "id" | "role">;

/** The draft where the viewer may edit it; null where not, as where there is none. */
export async function findDraft(viewer: Who, courseKey: string | undefined): Promise<DraftPlace | null> {
  if (!courseKey || courseKey.length > KEY_LENGTH || !KEY_SHAPE.test(courseKey)) return null;
  const draft = await db.draft.findFirst({
    where: { course: { key: courseKey } },
    select: {
      id: true,
      revision: true,
      course: {
        select: {
          id: true,
          key: true,
          currentRelease: { select: { number: true } },
          staff: { where: { userId: viewer.id }, select: { role: true } },
        },
      },
    },
  });
  if (!draft) return null;
  const { course } = draft;
  if (!mayEditCourse({ viewer, staffRole: course.staff[0]?.role ?? null })) return null;
  const release = course.currentRelease?.number ?? null;
  return { draftId: draft.id, courseId: course.id, courseKey: course.key, revision: draft.revision, release };
}

export interface StudioCourse {
  courseId: string;
  key: string;
  title: string;
  /** Null for a course that is published and has no draft yet. */
  draft: { id: string; revision: number; changedAt: Date; what: string } | null;
  release: number | null;
}

/** The courses that the viewer may edit, the last changed first; those without a draft after them. */
export async function listStudioCourses(viewer: Who): Promise<StudioCourse[]> {
  const courses = await db.course.findMany({
    where: {
      OR: [{ draft: { isNot: null } }, { currentReleaseId: { not: null } }],
      ...(viewer.role !== "admin" && { staff: { some: { userId: viewer.id, role: { in: ["owner", "editor"] } } } }),
    },
    select: {
      id: true,
      key: true,
      currentRelease: { select: { number: true, manifest: true } },
      draft: {
        select: {
          id: true,
          revision: true,
          revisions: { orderBy: { number: "desc" }, take: 1, select: { createdAt: true, what: true } },
        },
      },
    },
  });
  const titles = await readDraftTitles(courses.flatMap(({ draft }) => (draft ? [draft.id] : [])));
  const rows = courses.map(({ id, key, currentRelease, draft }): StudioCourse => {
    const last = draft?.revisions[0];
    return {
      courseId: id,
      key,
      title: titles.get(draft?.id ?? "") ?? titleIn(currentRelease?.manifest) ?? key,
      draft: draft && last ? { id: draft.id, revision: draft.revision, changedAt: last.createdAt, what: last.what } : null,
      release: currentRelease?.number ?? null,
    };
  });
  const changed = (course: StudioCourse) => course.draft?.changedAt.getTime() ?? 0;
  return rows.sort((a, b) => changed(b) - changed(a) || (a.key < b.key ? -1 : 1));
}

function titleIn(manifest: unknown): string | undefined {
  return (manifest as { title?: string } | undefined)?.title;
}

/** The title in the course.yaml of each draft, where it has one. */
async function readDraftTitles(draftIds: string[]): Promise<Map<string, string>> {
  const rows = await db.draftFile.findMany({
    where: { draftId: { in: draftIds }, path: "course.yaml" },
    select: { draftId: true, blob: { select: { bytes: true } } },
  });
  return new Map(
    rows.flatMap(({ draftId, blob }) => {
      const { title } = fieldsOf("course.yaml", (blob.bytes && decode(Buffer.from(blob.bytes))) ?? undefined);
      return typeof title === "string" && title.trim() !== "" ? [[draftId, title] as const] : [];
    }),
  );
}

/** The course of this key where the viewer may edit it, be it published, a draft or both. */
export async function findOwnCourse(viewer: Who, courseKey: string): Promise<{ courseId: string } | null> {
  const own = (await listStudioCourses(viewer)).find(({ key }) => key === courseKey);
  return own ? { courseId: own.courseId } : null;
}
