import { CONTROL } from "./answer-input.tsx";
import { readFields } from "./field-answers.ts";
import { InlineHtml } from "./inline-html.tsx";

interface Props {
  itemKey: string;
  /** What each control is for; `text` is HTML. */
  rows: { key: string; text: string }[];
  options: { value: string; text: string }[];
  /** The option of a control that nothing is chosen in. */
  none: string;
  values: string[];
  invalid: boolean;
  /** Numbers for an order: they stand before their labels, and the script adds buttons to move the rows. */
  numbers?: boolean;
}

/** A select element for each row, side by side with its label where there is room. */
export function SelectList({ itemKey, rows, options, none, values, invalid, numbers }: Props) {
  const chosen = readFields(values);
  return (
    <ul className="space-y-3" data-order={numbers ? itemKey : undefined}>
      {rows.map(({ key, text }) => {
        const id = `input-${itemKey}-${key}`;
        const label = (
          <label htmlFor={id} className={numbers ? "min-w-0 flex-1" : "min-w-0 sm:w-1/2"}>
            <InlineHtml html={text} />
          </label>
        );
        return (
          <li
            key={key}
            className={`flex max-w-measure gap-2 sm:items-center sm:gap-4 ${numbers ? "items-center" : "flex-col sm:flex-row"}`}
          >
            {numbers ? null : label}
            <select
              id={id}
              name={`item.${itemKey}.${key}`}
              defaultValue={chosen.get(key) ?? ""}
              className={numbers ? CONTROL : `${CONTROL} sm:w-1/2`}
              aria-describedby={invalid ? `error-${itemKey}` : undefined}
              aria-invalid={invalid || undefined}
            >
              <option value="">{none}</option>
              {options.map(({ value, text }) => (
                <option key={value} value={value}>
                  {text}
                </option>
              ))}
            </select>
            {numbers ? label : null}
          </li>
        );
      })}
    </ul>
  );
}
