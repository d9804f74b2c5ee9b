import { Button } from "#app/components/button.tsx";
import { FormattedDate, FormattedMoney, plural } from "#app/components/formatted.tsx";
import { Section } from "#app/components/page.tsx";
import type { EntitlementOnRecord } from "#app/features/access/entitlement.queries.server.ts";
import type { CourseChoice } from "../course-choices.queries.server.ts";
import type { StoryLine } from "./person-story.queries.server.ts";

const KINDS: Record<StoryLine["kind"], string> = {
  account: "Account",
  order: "Order",
  money: "Money",
  access: "Access",
  gift: "Gift",
  seat: "Seat",
  plan: "Plan",
  stripe: "Stripe",
  desk: "Record",
};

/** Every event that led to what a person can open, the newest first. */
export function PersonStory({ lines, cut }: { lines: (Omit<StoryLine, "at"> & { at: Date | string })[]; cut: boolean }) {
  return (
    <Section id="story" title="What happened">
      {lines.length === 0 ? (
        <p className="text-soft">They have ordered nothing, and were given nothing.</p>
      ) : (
        <ol className="border-t border-line">
          {lines.map(({ id, at, kind, words, money, orderNumber, by, why }) => (
            <li key={id} className="grid gap-x-6 border-b border-line py-3 sm:grid-cols-[11rem_5rem_1fr]">
              <span className="text-small text-soft">
                <FormattedDate value={at} time />
              </span>
              <span className="text-small font-semibold">{KINDS[kind]}</span>
              <span className="min-w-0 break-words">
                {words}
                {money && (
                  <>
                    {" "}
                    <FormattedMoney amount={money.amount} currency={money.currency} />.
                  </>
                )}
                {orderNumber !== null && (
                  <>
                    {" "}
                    <a href={`/admin/orders/${orderNumber}`} className="text-link">{`Order ${orderNumber}`}</a>
                  </>
                )}
                {(by || why) && (
                  <span className="block text-small text-soft">
                    {[by && `By ${by.name}.`, why && `Why: ${why}`].filter(Boolean).join(" ")}
                  </span>
                )}
              </span>
            </li>
          ))}
        </ol>
      )}
      {cut && <p className="mt-3 text-small text-soft">What is older stands on the orders’ own pages and in the audit log.</p>}
    </Section>
  );
}

/** Compares all of a person's with Stripe, by hand. */
export function ReconcileButton() {
  return (
    <form method="post">
      <input type="hidden" name="intent" value="reconcile" />
      <Button look="secondary">Compare with Stripe</Button>
    </form>
  );
}

type Shown = Pick<EntitlementOnRecord, "courseKey" | "state">;

/** Courses that are open in more than one way: what is lost of one of them closes nothing. */
export function SeveralWays({ entitlements, courses }: { entitlements: Shown[]; courses: CourseChoice[] }) {
  const ways = new Map<string, number>();
  for (const { courseKey, state } of entitlements) if (state === "live") ways.set(courseKey, (ways.get(courseKey) ?? 0) + 1);
  const several = [...ways].filter(([, count]) => count > 1);
  if (several.length === 0) return null;
  return (
    <ul className="mb-4">
      {several.map(([key, count]) => (
        <li key={key}>
          {`${courses.find((course) => course.key === key)?.title ?? key} is open in ${plural(count, "way")}: losing one of them closes nothing.`}
        </li>
      ))}
    </ul>
  );
}
