import { Button } from "#app/components/button.tsx";
import { FormattedDate } from "#app/components/formatted.tsx";
import { type EntitlementFact, revocationInWords } from "#app/features/access/decide-access.ts";
import type { EntitlementOnRecord } from "#app/features/access/entitlement.queries.server.ts";
import type { FormReply } from "#app/platform/http/parse-form.ts";
import type { CourseChoice } from "./course-choices.queries.server.ts";
import { ReasonField } from "./reason-field.tsx";

interface Props {
  courses: CourseChoice[];
  entitlements: EntitlementOnRecord[];
  /** What was wrong with a revocation that was sent. */
  reply?: FormReply;
}

/** Everything a person was granted, in words, each live grant with the form that takes it back. */
export function EntitlementList({ courses, entitlements, reply }: Props) {
  const titleOf = ({ courseKey }: EntitlementOnRecord) => courses.find(({ key }) => key === courseKey)?.title ?? courseKey;
  return (
    <ul className="border-t border-line">
      {entitlements.map((entitlement) => (
        <li key={entitlement.id} className="border-b border-line py-4">
          <p className="font-semibold">
            {titleOf(entitlement)}: <State {...entitlement} />
          </p>
          <p className="text-small text-soft">
            {sources[entitlement.source]}
            {entitlement.orderNumber !== null && (
              <>
                ,{" "}
                <a
                  href={`/admin/orders/${entitlement.orderNumber}`}
                  className="text-link"
                >{`order ${entitlement.orderNumber}`}</a>
              </>
            )}
            {entitlement.reason && `. ${entitlement.reason}`}
          </p>
          {entitlement.state !== "revoked" && entitlement.state !== "ended" && (
            <Revocation
              id={entitlement.id}
              title={titleOf(entitlement)}
              state={entitlement.state}
              bought={entitlement.source === "order"}
              keptOpen={entitlements.some(
                (other) => other !== entitlement && other.courseId === entitlement.courseId && other.state === "live",
              )}
              reply={reply?.values.entitlementId === entitlement.id ? reply : undefined}
            />
          )}
        </li>
      ))}
    </ul>
  );
}

const sources: Record<EntitlementFact["source"], string> = {
  order: "Bought",
  free: "Begun for free",
  manual: "Granted by hand",
  staff: "Granted to staff",
  gift: "A gift",
  team: "A seat of a team",
  subscription: "A membership",
};

function State({ state, startsAt, endsAt, revokedAt, revokedReason }: EntitlementOnRecord) {
  switch (state) {
    case "live":
      return (
        <>
          open since <FormattedDate value={startsAt} />
          {endsAt && (
            <>
              , until <FormattedDate value={endsAt} time />
            </>
          )}
        </>
      );
    case "not-started":
      return (
        <>
          opens on <FormattedDate value={startsAt} time />
        </>
      );
    case "ended":
      return <>ended on {endsAt && <FormattedDate value={endsAt} time />}</>;
    case "revoked":
      return (
        <>
          revoked on {revokedAt && <FormattedDate value={revokedAt} time />}, because: {revocationInWords(revokedReason)}
        </>
      );
  }
}

interface RevocationProps {
  id: string;
  title: string;
  state: EntitlementOnRecord["state"];
  bought: boolean;
  /** Another live grant opens the same course. */
  keptOpen: boolean;
  reply?: FormReply;
}

function Revocation({ id, title, state, bought, keptOpen, reply }: RevocationProps) {
  const loss = state === "live" ? `${title} closes to this person at once.` : `${title} will not open to this person.`;
  return (
    <details open={reply !== undefined} className="mt-2">
      <summary className="relative inline-block min-h-11 py-2 text-accent underline">
        Revoke<span className="sr-only"> this entitlement to {title}</span>
      </summary>
      <form method="post" className="mt-3 max-w-measure">
        <input type="hidden" name="intent" value="revoke" />
        <input type="hidden" name="entitlementId" value={id} />
        <p className="mb-4">
          {keptOpen ? `Nothing closes: another entitlement still opens ${title}.` : loss} Their progress, answers and results are
          kept, and are there again with a new grant.
          {bought && " No money moves: a refund is made at Stripe, and revokes by itself."}
        </p>
        <ReasonField
          id={`reason-${id}`}
          reply={reply}
          hint="Kept in the audit log, and shown to staff who ask why the course is closed."
        />
        <Button look="danger">Revoke this entitlement</Button>
      </form>
    </details>
  );
}
