import type { AccommodateStudent } from "#app/features/assessment/accommodate-student.server.ts";

type Reason = Extract<AccommodateStudent, { status: "refused" }>["reason"];

const WORDS: Record<Reason, Record<string, string>> = {
  "no-such-student": { "": "This person is no student of the course any more." },
  "no-such-assessment": { lessonKey: "Choose an assessment of the list." },
  "reason-missing": { reason: "Write why. It is kept in the audit log." },
  "nothing-granted": { "": "Nothing is granted by this. Give further attempts, more minutes or a later last day." },
  "no-limit-of-attempts": { extraAttempts: "This assessment can be taken as often as one likes. Leave this empty." },
  "no-time-limit": { extraMinutes: "This assessment has no time limit. Leave this empty." },
  "never-closes": { closes: "This assessment does not close. Leave this empty." },
  "not-later": { closes: "It is open that long anyway. Choose a later day." },
};

/** Why nothing was granted, beside the field that it is about. */
export function accommodationRefusal(reason: Reason): Record<string, string> {
  return WORDS[reason];
}
