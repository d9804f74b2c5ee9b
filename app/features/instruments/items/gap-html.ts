import { CONTROL } from "./answer-input.tsx";
import { type AskedGap, LONGEST_GAP } from "./gaps.ts";
import { escapeHtml } from "./item-kind.ts";
import { remarkOnNumber } from "./read-number.ts";

const LOOK = `${CONTROL} mx-1 my-1 inline-block align-baseline`;

/**
 * The control of a gap as HTML, since it stands in the middle of a text that is HTML. Every value is escaped.
 * `label` names it where the author did not.
 */
export function gapHtml(itemKey: string, gap: AskedGap, value: string, label: string, describedBy: string): string {
  const id = `${itemKey}-${gap.key}`;
  const shared = {
    id: `input-${id}`,
    name: `item.${itemKey}.${gap.key}`,
    "aria-label": gap.label ?? label,
    class: LOOK,
  };
  if (gap.kind === "choice") {
    const options = [{ value: "", text: "Choose" }, ...(gap.options ?? [])].map(
      (option) =>
        `<option${attributes({ value: option.value })}${option.value === value ? " selected" : ""}>${escapeHtml(option.text)}</option>`,
    );
    return `<select${attributes({ ...shared, "aria-describedby": describedBy })}>${options.join("")}</select>`;
  }
  const isNumber = gap.kind === "numeric";
  const remark = isNumber ? (remarkOnNumber(value, gap.takesUnit === true) ?? "") : "";
  const input = attributes({
    ...shared,
    type: "text",
    value,
    maxlength: String(LONGEST_GAP),
    size: isNumber ? "8" : "16",
    autocapitalize: "off",
    spellcheck: "false",
    "aria-describedby": [isNumber && `remark-${id}`, describedBy].filter(Boolean).join(" "),
    "aria-invalid": remark ? "true" : "",
    "data-number": isNumber ? (gap.takesUnit ? "unit" : "plain") : "",
  });
  const status = attributes({ id: `remark-${id}`, role: "status", class: "text-small font-semibold text-error" });
  return isNumber ? `<input${input}><span${status}>${escapeHtml(remark)}</span>` : `<input${input}>`;
}

/** Attributes without a value are left out, but for `value` itself. */
function attributes(all: Record<string, string>): string {
  return Object.entries(all)
    .filter(([name, value]) => value !== "" || name === "value")
    .map(([name, value]) => ` ${name}="${escapeHtml(value)}"`)
    .join("");
}
