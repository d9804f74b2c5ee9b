import { KEY_LENGTH } from "#app/features/instruments/fields.ts";
import type { Db } from "#app/platform/db.server.ts";
import { freeName, slugOf } from "./outline/slug.ts";

/** A key for a new course, made of its title, that no course has. Somebody may be quicker: `createDraft` and the like say so. */
export async function freeCourseKey(title: string, tx: Db): Promise<string> {
  const wanted = slugOf(title, "course").slice(0, KEY_LENGTH - 8);
  const like = await tx.course.findMany({ where: { key: { startsWith: wanted } }, select: { key: true } });
  const taken = new Set(like.map(({ key }) => key));
  return freeName(wanted, (name) => taken.has(name));
}
