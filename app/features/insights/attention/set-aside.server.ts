import { now } from "#app/platform/clock.server.ts";
import { type Db, db } from "#app/platform/db.server.ts";
import type { Matter } from "./matters.ts";

/** Leaves a matter as it is: it is not listed again until something else is the matter. Who and why is for the caller to keep. */
export async function setAside({ key, what }: Pick<Matter, "key" | "what">, tx: Db = db): Promise<void> {
  const data = { what, setAt: now() };
  await tx.setAside.upsert({ where: { key }, create: { key, ...data }, update: data });
}
