import type { ReactNode } from "react";
import { NOT_APPLICABLE, type QuestionProps, type RatingPoint } from "./item-kind.ts";

interface Rated {
  key: string;
  points: RatingPoint[];
  notApplicable?: string;
}

/**
 * Rating points side by side where there is room, below one another on a phone; each says its number and its words. What
 * is no point of the scale stands below, apart from it.
 */
export function RatingRow({ question, values }: QuestionProps<Rated>) {
  const { key, points, notApplicable } = question;
  return (
    <>
      <ul className="flex flex-col gap-1 sm:flex-row">
        {points.map(({ value, label }) => (
          <li key={value} className="sm:flex-1">
            <Rating name={key} value={String(value)} values={values} look="h-full sm:flex-col sm:gap-1 sm:px-1 sm:text-center">
              <span className="tabular-nums">{value}</span>
              {label ? <span className="text-small text-soft">{label}</span> : null}
            </Rating>
          </li>
        ))}
      </ul>
      {notApplicable === undefined ? null : (
        <Rating name={key} value={NOT_APPLICABLE} values={values} look="mt-1 w-fit">
          <span className="text-small text-soft">{notApplicable}</span>
        </Rating>
      )}
    </>
  );
}

interface RatingProps {
  name: string;
  value: string;
  values: string[];
  look: string;
  children: ReactNode;
}

function Rating({ name, value, values, look, children }: RatingProps) {
  return (
    <label
      className={`flex min-h-11 cursor-pointer items-center gap-3 rounded px-3 py-2 hover:bg-sunken has-checked:bg-accent-wash ${look}`}
    >
      <input
        type="radio"
        name={`item.${name}`}
        value={value}
        defaultChecked={values.includes(value)}
        className="size-5 shrink-0 scroll-mb-20 accent-accent"
      />
      {children}
    </label>
  );
}
