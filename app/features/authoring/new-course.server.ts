import { stringify } from "yaml";
import { KEY_LENGTH } from "#app/features/instruments/fields.ts";
import { type Db, db } from "#app/platform/db.server.ts";
import { type CreateDraft, createDraft } from "./create-draft.server.ts";
import type { NewCourse } from "./new-course.schema.ts";
import { freeName, slugOf } from "./outline/slug.ts";

/** Makes the draft of a new course from its first words. Its key is made of the title, and is its address. */
export async function newCourse(ask: { ownerId: string; course: NewCourse }, tx: Db = db): Promise<CreateDraft> {
  const { ownerId, course } = ask;
  const { title, tagline, summary, outcomes, teacher, bio } = course;
  const wanted = slugOf(title, "course").slice(0, KEY_LENGTH - 8);
  const like = await tx.course.findMany({ where: { key: { startsWith: wanted } }, select: { key: true } });
  const taken = new Set(like.map(({ key }) => key));
  const courseKey = freeName(wanted, (name) => taken.has(name));
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
