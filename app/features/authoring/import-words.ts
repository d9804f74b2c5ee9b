import type { ImportDraft } from "./import-draft.server.ts";

/** Why a folder was not taken, in words. */
export function importWords(refusal: Extract<ImportDraft, { status: "refused" }>): string {
  switch (refusal.reason) {
    case "bad-files":
      return refusal.messages.join(" ");
    case "no-key":
      return "course.yaml has no key that serves: lower-case letters, digits and single hyphens.";
    case "key-taken":
      return "There is a course with this key already, which is not yours to edit. Give yours another key in course.yaml.";
    case "moved-on":
      return "Somebody is changing this draft at this moment. Import it again.";
  }
}
