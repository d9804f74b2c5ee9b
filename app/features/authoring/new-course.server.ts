import { stringify } from "yaml";
import { type Db, db } from "#app/platform/db.server.ts";
import { type CreateDraft, createDraft } from "./create-draft.server.ts";
import { freeCourseKey } from "./free-course-key.server.ts";
import type { NewCourse } from "./new-course.schema.ts";

/** Makes the draft of a new course from its first words. Its key is made of the title, and is its address. */
export async function newCourse(ask: { ownerId: string; course: NewCourse }, tx: Db = db): Promise<CreateDraft> {
  const { ownerId, course } = ask;
  const { title, tagline, summary, outcomes, teacher, bio } = course;
  const courseKey = await freeCourseKey(title, tx);
  const page = {
    key: courseKey,
    title,
    tagline,
    summary,
    language: "en",
    outcomes: outcomes.split(/\r?\n/).flatMap((line) => (line.trim() === "" ? [] : [line.trim()])),
    instructors: [{ name: teacher, role: "Course author", bio }],
    price: "free",
    order: "free",
    modules: [],
  };
  const files = new Map([["course.yaml", Buffer.from(stringify(page, { lineWidth: 0 }))]]);
  return createDraft({ courseKey, ownerId, files, way: "studio", what: `Made the course “${title}”` }, tx);
}
