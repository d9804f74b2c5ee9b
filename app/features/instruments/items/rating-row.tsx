import type { QuestionProps, RatingPoint } from "./item-kind.ts";

/** Rating points side by side where there is room, below one another on a phone; each says its number and its words. */
export function RatingRow({ question, values }: QuestionProps<{ key: string; points: RatingPoint[] }>) {
  return (
    <ul className="flex flex-col gap-1 sm:flex-row">
      {question.points.map(({ value, label }) => (
        <li key={value} className="sm:flex-1">
          <label className="flex h-full min-h-11 cursor-pointer items-center gap-3 rounded px-3 py-2 hover:bg-sunken has-checked:bg-accent-wash sm:flex-col sm:gap-1 sm:px-1 sm:text-center">
            <input
              type="radio"
              name={`item.${question.key}`}
              value={String(value)}
              defaultChecked={values.includes(String(value))}
              className="size-5 shrink-0 scroll-mb-20 accent-accent"
            />
            <span className="tabular-nums">{value}</span>
            {label ? <span className="text-small text-soft">{label}</span> : null}
          </label>
        </li>
      ))}
    </ul>
  );
}
