import { randomInt } from "node:crypto";
import { type GuestPage, guestPage } from "./guest-form.ts";
import { findPublicAssessment } from "./public-assessments.queries.server.ts";

/** A public assessment for somebody who begins it; null where there is none of this key. Writes nothing. */
export async function openGuestPage(ask: { key: string; seed?: number }): Promise<GuestPage | null> {
  const assessment = await findPublicAssessment(ask.key);
  return assessment && guestPage(assessment, ask.seed ?? randomInt(2 ** 31));
}
