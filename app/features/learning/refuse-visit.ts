import type { VisitRefusal } from "./visit.server.ts";

/** Where a person who may not open a page goes, or what they are told. */
export interface Refusal {
  redirectTo?: string;
  message?: string;
}

/** A closed course leads to its public page, which says how to get in; what does not exist is said to not exist. */
export function refusePage(refusal: VisitRefusal, courseKey: string): Refusal {
  if (refusal.status === "locked") {
    return { redirectTo: `/learn/${courseKey}/${refusal.waitsFor.key}?waited-for=${refusal.lesson.key}` };
  }
  switch (refusal.reason) {
    case "no-such-course":
      return { message: "There is no course at this address." };
    case "no-such-lesson":
      return { message: "There is no such lesson in this course. It may have been renamed; the outline has them all." };
    case "no-entitlement":
    case "not-started":
    case "ended":
    case "revoked":
      return { redirectTo: `/courses/${courseKey}?closed=${refusal.reason}` };
  }
}
