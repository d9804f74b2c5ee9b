import { Button } from "#app/components/button.tsx";
import { TextArea } from "#app/components/form-field.tsx";
import { FormattedDate } from "#app/components/formatted.tsx";
import { type EntitlementFact, revocationInWords } from "#app/features/access/decide-access.ts";
import type { EntitlementOnRecord } from "#app/features/access/entitlement.queries.server.ts";
import type { FormReply } from "#app/platform/http/parse-form.ts";

interface Props {
  entitlements: EntitlementOnRecord[];
  /** What was wrong with a revocation that was sent. */
  reply?: FormReply;
}

/** Everything a person was granted, in words, each live grant with the form that takes it back. */
export function EntitlementList({ entitlements, reply }: Props) {
  return (
    <ul className="border-t border-line">
      {entitlements.map((entitlement) => (
        <li key={entitlement.id} className="border-b border-line py-4">
          <p className="font-semibold">
            {entitlement.courseKey}: <State {...entitlement} />
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
              entitlement={entitlement}
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

function Revocation({
  entitlement,
  keptOpen,
  reply,
}: {
  entitlement: EntitlementOnRecord;
  keptOpen: boolean;
  reply?: FormReply;
}) {
  const { id, courseKey, source } = entitlement;
  return (
    <details open={reply !== undefined} className="mt-2">
      <summary className="inline-block min-h-11 py-2 text-accent underline">
        Revoke<span className="sr-only"> this entitlement to {courseKey}</span>
      </summary>
      <form method="post" className="mt-3 max-w-measure">
        <input type="hidden" name="intent" value="revoke" />
        <input type="hidden" name="entitlementId" value={id} />
        <p className="mb-4">
          {keptOpen
            ? `Nothing closes: another entitlement still opens ${courseKey}.`
            : `${courseKey} closes to this person at once, its lessons, videos and downloads.`}{" "}
          Their progress, answers and results are kept, and are there again with a new grant.
          {source === "order" && " No money moves: a refund is made at Stripe, and revokes by itself."}
        </p>
        <TextArea
          id={`reason-${id}`}
          label="Why"
          name="reason"
          rows={2}
          required
          maxLength={500}
          defaultValue={reply?.values.reason}
          errors={reply?.errors.reason}
          hint="Kept in the audit log, and shown to staff who ask why the course is closed."
        />
        <Button look="danger">Revoke this entitlement</Button>
      </form>
    </details>
  );
}
