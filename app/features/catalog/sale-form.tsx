import { Button } from "#app/components/button.tsx";
import { TextField } from "#app/components/form-field.tsx";
import { FormattedDate, FormattedMoney } from "#app/components/formatted.tsx";
import { dueOf, type Sale } from "./sale.ts";

/** The price, and the form that buys. `here` is the page's own address, for a choice of currency. */
export function SaleForm({
  action,
  here,
  button,
  sale,
  codes,
}: {
  action: string;
  here: string;
  button: string;
  sale: Sale;
  /** Null where no code takes anything off; `refusal` is why the last one did not. */
  codes: { refusal: string | null } | null;
}) {
  const { price, bump } = sale;
  return (
    <>
      <SalePrice sale={sale} />
      <Currencies here={here} sale={sale} />
      <form method="post" action={action}>
        <input type="hidden" name="currency" value={price.currency} />
        <input type="hidden" name="shown" value={dueOf(sale)} />
        {bump && (
          <div className="mb-4 border-y border-line py-3">
            <input type="hidden" name="shownBump" value={bump.amount} />
            <label className="flex min-h-11 items-start gap-3">
              <input type="checkbox" name="bump" value="yes" className="mt-1 size-5 shrink-0" />
              <span>
                Add <strong>{bump.title}</strong> for <Amount {...bump} currency={price.currency} />
                <span className="block text-small text-soft">{bump.words}</span>
              </span>
            </label>
          </div>
        )}
        {codes && (
          <details className="mb-4" open={codes.refusal !== null}>
            <summary className="min-h-11 py-2">I have a code</summary>
            <TextField label="Code" name="code" autoComplete="off" errors={codes.refusal ? [codes.refusal] : undefined} />
          </details>
        )}
        <Button wide>{button}</Button>
      </form>
    </>
  );
}

/** What is to be paid, and how it comes to that. */
function SalePrice({ sale }: { sale: Sale }) {
  const { price, credit } = sale;
  const { currency } = price;
  const due = dueOf(sale);
  return (
    <div id="offer" className="mb-4">
      <p className="font-serif text-title">
        {due === 0 ? "Free" : <Amount amount={due} before={credit ? null : price.before} currency={currency} />}
        {credit && due === 0 && " for you"}
      </p>
      {price.until && (
        <p className="text-small text-soft">
          This price counts until <FormattedDate value={price.until} time />.
          {price.before !== null && " The price beside it is the lowest of the thirty days before."}
        </p>
      )}
      {credit && (
        <p className="text-small text-soft">
          <Amount amount={price.amount} before={null} currency={currency} />, less{" "}
          <FormattedMoney amount={credit.amount} currency={currency} /> that you have paid for {credit.titles.join(" and ")}.
        </p>
      )}
    </div>
  );
}

export function Amount({ amount, before, currency }: { amount: number; before: number | null; currency: string }) {
  return (
    <>
      {before !== null && (
        <>
          <span className="sr-only">Before: </span>
          <s className="text-soft">
            <FormattedMoney amount={before} currency={currency} />
          </s>
          <span className="sr-only">, now:</span>{" "}
        </>
      )}
      <FormattedMoney amount={amount} currency={currency} />
    </>
  );
}

function Currencies({ here, sale: { currencies, price } }: { here: string; sale: Sale }) {
  if (currencies.length < 2) return null;
  return (
    <p className="mb-4 flex flex-wrap gap-x-4 text-small">
      <span className="py-2 text-soft">Pay in</span>
      {currencies.map(({ currency, amount }) => (
        <a
          key={currency}
          href={`${here}?currency=${currency}#offer`}
          rel="nofollow"
          aria-current={currency === price.currency ? "true" : undefined}
          className="text-link py-2 aria-[current=true]:font-semibold"
        >
          <FormattedMoney amount={amount} currency={currency} />
        </a>
      ))}
    </p>
  );
}
