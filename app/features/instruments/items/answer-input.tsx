import { remarkOnNumber } from "./read-number.ts";

/** The look of a control that text is typed into or chosen from, within the width of a phone. */
export const CONTROL =
  "min-h-11 max-w-full rounded border border-edge bg-raised px-3 py-2 text-body text-ink scroll-mb-20 aria-invalid:border-2 aria-invalid:border-error";

interface Props {
  itemKey: string;
  label: string;
  value: string;
  maxLength: number;
  /** Ids of what describes the control besides its remark. */
  describedBy?: string;
  invalid?: boolean;
  /** Set where a number is asked for: with a unit, or alone. */
  number?: "unit" | "plain";
}

/** One line for an answer, with a label above it. */
export function AnswerInput({ itemKey, label, value, maxLength, describedBy, invalid, number }: Props) {
  const remark = number ? (remarkOnNumber(value, number === "unit") ?? "") : "";
  const ids = [number && `remark-${itemKey}`, describedBy].filter(Boolean).join(" ") || undefined;
  return (
    <>
      <label htmlFor={`input-${itemKey}`} className="mb-1 block text-small text-soft">
        {label}
      </label>
      <input
        id={`input-${itemKey}`}
        type="text"
        name={`item.${itemKey}`}
        defaultValue={value}
        maxLength={maxLength}
        autoCapitalize="off"
        spellCheck={false}
        className={`${CONTROL} w-full sm:w-96`}
        aria-describedby={ids}
        aria-invalid={invalid || remark !== "" || undefined}
        data-number={number}
      />
      {number ? (
        // The script writes here while somebody types; without it the page says so when it is made again.
        <p id={`remark-${itemKey}`} role="status" className="mt-2 text-small font-semibold text-error">
          {remark}
        </p>
      ) : null}
    </>
  );
}
