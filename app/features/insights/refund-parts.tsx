import { writeAmount } from "#app/components/amount-text.ts";
import { Button } from "#app/components/button.tsx";
import { FormError, SelectField, TextField } from "#app/components/form-field.tsx";
import { FormattedMoney, formatMoney } from "#app/components/formatted.tsx";
import { Notice } from "#app/components/notice.tsx";
import { ORDER_STATUS_WORDS } from "#app/features/checkout/order-words.tsx";
import type { RefundPreview } from "#app/features/checkout/refund-order.server.ts";
import type { FormReply } from "#app/platform/http/parse-form.ts";
import { ReasonField } from "./reason-field.tsx";

/** Asks how much. Its button only looks. */
export function RefundForm(props: { whole: RefundPreview; written: string; error: string | null; reply?: FormReply }) {
  const { whole, written, error, reply } = props;
  return (
    <form method="get" className="max-w-measure">
      <FormError errors={reply?.errors[""]} />
      <p className="mb-4">
        <FormattedMoney amount={whole.received} currency={whole.currency} /> came in, and{" "}
        <FormattedMoney amount={whole.left} currency={whole.currency} /> of it can still be given back.
      </p>
      {whole.items.length > 1 && (
        <SelectField
          label="What it is for"
          name="itemId"
          hint="An item of which all goes back closes. A refund for the whole order closes nothing until all of it has gone back."
          options={[
            { value: "", label: "The order as a whole" },
            ...whole.items.map(({ id, title, left }) => ({ value: id, label: `${title}, ${formatMoney(left, whole.currency)}` })),
          ]}
        />
      )}
      <TextField
        label={`Amount in ${whole.currency.toUpperCase()}`}
        name="amount"
        inputMode="decimal"
        defaultValue={written || (whole.items.length > 1 ? "" : writeAmount(whole.left, whole.currency))}
        hint={whole.items.length > 1 ? "Leave it empty to give back all that is left of what you chose." : undefined}
        errors={error ? [error] : undefined}
      />
      <Button look="secondary">Show what it does</Button>
    </form>
  );
}

/** What the refund does, said before it is made, and the button that makes it. */
export function RefundConfirmation({
  preview,
  requestId,
  reply,
}: {
  preview: RefundPreview;
  requestId: string;
  reply?: FormReply;
}) {
  const { amount, currency, itemId, before, after, closes, stays, email, left } = preview;
  const money = <FormattedMoney amount={amount} currency={currency} />;
  return (
    <form method="post" className="max-w-measure">
      {reply && <Notice tone="error" title="Nothing was given back." live />}
      <FormError errors={reply?.errors[""]} />
      <Notice tone="attention" title="This is what the refund does">
        <ul className="list-disc space-y-1 pl-5">
          <li>{money} goes back the way it came. That cannot be undone.</li>
          <li>
            The order, now “{ORDER_STATUS_WORDS[before]}”, becomes “{ORDER_STATUS_WORDS[after]}”.
          </li>
          {closes.length > 0 ? (
            closes.map((title) => <li key={title}>“{title}” closes by this order. Progress and answers stay.</li>)
          ) : (
            <li>Nothing closes: what the order opened stays open.</li>
          )}
          {stays.map((title) => (
            <li key={`stays ${title}`}>“{title}” stays open to them: they have it in another way too.</li>
          ))}
          <li>A mail about it goes to {email}.</li>
        </ul>
      </Notice>
      <input type="hidden" name="amount" value={amount} />
      {itemId && <input type="hidden" name="itemId" value={itemId} />}
      <input type="hidden" name="left" value={left} />
      <input type="hidden" name="requestId" value={reply?.values.requestId ?? requestId} />
      <ReasonField reply={reply} hint="Kept in the audit log. The buyer does not see it." />
      <Button>
        <span>Give {money} back</span>
      </Button>
    </form>
  );
}
