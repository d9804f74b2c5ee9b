import { now } from "#app/platform/clock.server.ts";
import { exportAttempts } from "./export-attempts.server.ts";
import { exportGifts, exportTeams } from "./export-gifts.server.ts";
import {
  exportAuditLines,
  exportConsents,
  exportEnrolments,
  exportEntitlements,
  exportMails,
  exportOrders,
  exportPlans,
  exportProfile,
  exportSessions,
} from "./export-sections.server.ts";

/** Raised when the shape changes in a way that a reader of older exports would not expect: docs/privacy.md. */
export const EXPORT_FORMAT = 1;

type Section = [name: string, read: (userId: string) => Promise<unknown> | AsyncIterable<unknown>];

const SECTIONS: Section[] = [
  ["profile", exportProfile],
  ["sessions", exportSessions],
  ["orders", exportOrders],
  ["plans", exportPlans],
  ["entitlements", exportEntitlements],
  ["gifts", exportGifts],
  ["teams", exportTeams],
  ["enrolments", exportEnrolments],
  ["consents", exportConsents],
  ["mails", exportMails],
  ["log", exportAuditLines],
  ["attempts", exportAttempts],
];

/**
 * Everything that the site has of a person, as the text of one JSON object, piece by piece: what is read is written
 * before the next is read, however many attempts there are. Only what is the person's own, and nothing that opens anything.
 */
export async function* exportAccount(userId: string): AsyncGenerator<string> {
  yield `{\n"format": ${EXPORT_FORMAT},\n"exportedAt": ${JSON.stringify(now())}`;
  for (const [name, read] of SECTIONS) {
    yield `,\n${JSON.stringify(name)}: `;
    const content = read(userId);
    if (!(Symbol.asyncIterator in content)) {
      yield JSON.stringify(await content, null, 2);
      continue;
    }
    let first = true;
    for await (const entry of content) {
      yield `${first ? "[\n" : ",\n"}${JSON.stringify(entry, null, 2)}`;
      first = false;
    }
    yield first ? "[]" : "\n]";
  }
  yield "\n}\n";
}
