import { kindOf } from "#app/features/instruments/items/registry.ts";
import type { FormOutcome } from "./attempt-outcome.tsx";
import type { AttemptPage } from "./attempt-page.queries.server.ts";
import { openKeys } from "./attempt-pages.ts";

/**
 * What to ask once before an attempt is handed in: which items have no answer, and which have one that would not count as
 * it is meant, such as a number that cannot be read. Undefined where there is nothing to ask.
 */
export function askBeforeHandingIn({ questions }: Pick<AttemptPage, "questions">): FormOutcome | undefined {
  const itemKeys = openKeys({ questions });
  const odd = questions
    .filter(({ question, values }) => kindOf(question).remark?.(question, values))
    .map(({ question }) => question.key);
  return itemKeys.length + odd.length > 0 ? { status: "unanswered", itemKeys, odd } : undefined;
}
