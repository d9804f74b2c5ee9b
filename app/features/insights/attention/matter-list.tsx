import { Button } from "#app/components/button.tsx";
import { FormError } from "#app/components/form-field.tsx";
import { FormattedDate, formatMoney } from "#app/components/formatted.tsx";
import type { FormReply } from "#app/platform/http/parse-form.ts";
import { ReasonField } from "../reason-field.tsx";
import { type Matter, needsReason, REMEDY_BUTTONS, type RemedyKind } from "./matters.ts";

interface Props {
  matters: Matter[];
  titles: Map<string, string>;
  /** What was wrong with a form that was sent. */
  reply?: FormReply;
}

/** Each matter in words, with the one button that does what is right, and the way to leave it as it is. */
export function MatterList({ matters, titles, reply }: Props) {
  return (
    <ul className="border-t border-line">
      {matters.map((matter) => {
        const own = reply?.values.key === matter.key ? reply : undefined;
        const { kind } = matter.remedy;
        return (
          <li key={matter.key} className="border-b border-line py-6">
            <h2 className="font-serif text-large">{matter.title}</h2>
            <p className="mt-1 max-w-measure break-words">{matter.reason}</p>
            <p className="mt-2 text-small text-soft">
              Since <FormattedDate value={matter.since} time />
              {matter.order && (
                <>
                  {" · "}
                  <a href={`/admin/orders/${matter.order.number}`} className="text-link">
                    {`Order ${matter.order.number}`}
                  </a>
                </>
              )}
              {matter.person && (
                <>
                  {" · "}
                  <a href={`/admin/people/${matter.person.id}`} className="text-link break-words">
                    {`${matter.person.name}, ${matter.person.email}`}
                  </a>
                </>
              )}
            </p>
            {needsReason(kind) ? (
              <Act matter={matter} kind={kind} words={effectOf(matter, titles)} reply={own} />
            ) : (
              <form method="post" className="mt-4">
                <Hidden matter={matter} kind={kind} />
                <Button look="secondary">
                  {REMEDY_BUTTONS[kind]}
                  <span className="sr-only">: {matter.title}</span>
                </Button>
              </form>
            )}
            {kind !== "dismiss" && (
              <Act
                matter={matter}
                kind="dismiss"
                quiet
                words="Nothing is done, and it leaves this list. It is here again when something else is the matter with it."
                reply={own}
              />
            )}
          </li>
        );
      })}
    </ul>
  );
}

function Act(props: { matter: Matter; kind: RemedyKind; words: string; quiet?: boolean; reply?: FormReply }) {
  const { matter, kind, words, quiet = false } = props;
  const reply = props.reply?.values.kind === kind ? props.reply : undefined;
  const danger = kind === "withdraw" || kind === "refund" || kind === "refund-stray";
  return (
    <details open={reply !== undefined} className="mt-2">
      <summary
        className={`relative inline-block min-h-11 py-2 underline ${quiet ? "text-small text-soft" : "font-semibold text-accent"}`}
      >
        {REMEDY_BUTTONS[kind]}
        <span className="sr-only">: {matter.title}</span>
      </summary>
      <form method="post" className="mt-3 max-w-measure">
        <Hidden matter={matter} kind={kind} />
        <FormError errors={reply?.errors[""]} />
        <p className="mb-4">{words}</p>
        <ReasonField id={`${kind}-${matter.key}`} reply={reply} />
        <Button look={quiet ? "secondary" : danger ? "danger" : "primary"}>{REMEDY_BUTTONS[kind]}</Button>
      </form>
    </details>
  );
}

function Hidden({ matter, kind }: { matter: Matter; kind: RemedyKind }) {
  return (
    <>
      <input type="hidden" name="key" value={matter.key} />
      <input type="hidden" name="kind" value={kind} />
    </>
  );
}

/** What the button does, said before it is pressed. */
function effectOf({ remedy, person }: Matter, titles: Map<string, string>): string {
  const named = (courses: string[]) => courses.map((key) => titles.get(key) ?? key).join(", ") || "What was ordered";
  switch (remedy.kind) {
    case "grant":
      return `${named(remedy.courses)} opens to ${person?.name ?? "the buyer"} by this order, as if the payment had come as it should. No money moves.`;
    case "withdraw":
      return `${named(remedy.courses)} closes where it is open by this order. Another way to the same course stays, and so do progress and results. No money moves.`;
    case "refund":
      return `${formatMoney(remedy.left, remedy.currency)} goes back to ${person?.name ?? "the buyer"} through Stripe, and this order closes. What another purchase opened stays open.`;
    case "refund-stray":
      return "All that was paid on this page goes back through Stripe. If the order was lost with a backup, play the newer backup back instead.";
    default:
      return "Nothing is done, and it leaves this list. It is here again when something else is the matter with it.";
  }
}
