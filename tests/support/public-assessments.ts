import { randomUUID } from "node:crypto";
import { keepGuestResult } from "#app/features/assessment/keep-guest-result.server.ts";
import { findPublicAssessment } from "#app/features/assessment/public-assessments.queries.server.ts";
import { aProfile, profileAnswers } from "./assessment-builders.ts";
import { aCourse } from "./courses.ts";

/** `aProfile` as a course folder may have it: public, and without files for readings. */
export function aPublicProfile(given: Record<string, unknown> = {}) {
  const profile = aProfile();
  const profiles = profile.profiles.map(({ reading: _reading, ...rest }) => rest);
  return {
    ...profile,
    key: `styles-${randomUUID().slice(0, 8)}`,
    intro: "Eight statements. It is *short*.\n\nAnswer freely.",
    public: true,
    profiles,
    ...given,
  };
}

/** A published course with a public assessment as its lesson `styles`. */
export async function aPublicAssessment(given: Record<string, unknown> = {}) {
  const profile = aPublicProfile(given);
  const course = await aCourse({ lessons: ["one", { key: "styles", assessment: profile }] });
  const assessment = await findPublicAssessment(profile.key);
  if (!assessment) throw new Error("It is not public.");
  return { course, key: profile.key, revisionId: assessment.revisionId, profile };
}

/** The fields that the page of a public assessment sends. */
export function guestFields(revisionId: string, answers: Record<string, number> = profileAnswers(6, 2)): Record<string, string> {
  const items = Object.entries(answers).map(([key, value]) => [`item.${key}`, String(value)]);
  return { revision: revisionId, seed: "7", intent: "submit", ...Object.fromEntries(items) };
}

export function formOf(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

/** A visitor's result, and the token that opens it. */
export async function aGuestResult(of: { key: string; revisionId: string }, answers?: Record<string, number>): Promise<string> {
  const form = formOf(guestFields(of.revisionId, answers));
  const kept = await keepGuestResult({ key: of.key, form, clientAddress: "192.0.2.1", formerToken: null });
  if (kept.status !== "kept") throw new Error(`Not kept: ${JSON.stringify(kept)}`);
  return kept.token;
}
