import type { ChoiceQuestion } from "./choices.ts";
import { InlineHtml } from "./inline-html.tsx";
import type { QuestionProps } from "./item-kind.ts";

/** Choices below one another, each a native control in its own label. */
export function OptionList({ question, values, type }: QuestionProps<ChoiceQuestion> & { type: "radio" | "checkbox" }) {
  return (
    <ul className="space-y-1">
      {question.options.map(({ value, text }) => (
        <li key={value}>
          <label className="flex min-h-11 max-w-measure cursor-pointer items-start gap-3 rounded px-3 py-2 hover:bg-sunken has-checked:bg-accent-wash">
            <input
              type={type}
              name={`item.${question.key}`}
              value={value}
              defaultChecked={values.includes(value)}
              className="mt-1 size-5 shrink-0 scroll-mb-20 accent-accent"
            />
            <InlineHtml html={text} />
          </label>
        </li>
      ))}
    </ul>
  );
}
