import { Unsupported } from "../../stop.ts";
import type { NumberLiteral } from "../marking/literals.ts";
import type { Feedback } from "../marking/marker.ts";
import type { Desk } from "../text/desk.ts";
import { placeFeedback } from "./feedback.ts";
import { type Marking, near, rounded, settle, type Tried } from "./marking.ts";

type Fields = Record<string, unknown>;

/** As far as a range goes that has no end in the file. */
const FAR = 1e12;
const MOST_LITERALS = 200;

export interface NumberFacts {
  literals: NumberLiteral[];
  /** True where the file leaves an end of a range out. */
  hasOpenEnds: boolean;
  feedback: Feedback[];
  markings: Marking[];
}

interface Range extends Tried {
  from: number;
  to: number;
}

/**
 * The accepted numbers. Points as a function of the number change only where the file compares it with something, so the
 * numbers it names and those between them show all of it.
 */
export function numberKey(facts: NumberFacts, desk: Desk): { points: number; key: Fields; fields: Fields } {
  const { literals } = facts;
  if (literals.length === 0) throw new Unsupported("it does not say which number is right");
  if (literals.length > MOST_LITERALS) throw new Unsupported(`it compares the number with more than ${MOST_LITERALS} others`);
  const marks = [...new Set(literals.flatMap(({ value, from, to }) => [value, from, to]))].sort((a, b) => a - b);
  const samples = marks.flatMap((mark, index) => {
    const next = marks[index + 1];
    const between = next === undefined ? mark + Math.max(1, Math.abs(mark)) : (mark + next) / 2;
    return [
      { at: mark, from: mark, to: mark },
      { at: between, from: mark, to: next ?? Number.POSITIVE_INFINITY },
    ];
  });
  const lowest = marks[0]!;
  samples.unshift({ at: lowest - Math.max(1, Math.abs(lowest)), from: Number.NEGATIVE_INFINITY, to: lowest });
  const settled = settle(
    facts.markings,
    samples.map(({ at }) => at),
    desk,
  );

  const ranges: Range[] = [];
  for (const { at, from, to } of samples) {
    const tried = settled.try(at);
    const last = ranges.at(-1);
    if (last && near(last.share, tried.share) && sameSet(last.shown, tried.shown)) last.to = to;
    else ranges.push({ from, to, ...tried });
  }
  const wrong = ranges.filter(({ share }) => share <= 0);
  const isEverywhere = (id: string) => wrong.length > 0 && wrong.every(({ shown }) => shown.has(id));
  const accepted = ranges.filter(
    ({ share, shown, from, to }) =>
      share > 0 || (Number.isFinite(from) && Number.isFinite(to) && [...shown].some((id) => !isEverywhere(id))),
  );
  const bounded = accepted.map((range) => {
    if (Number.isFinite(range.from) && Number.isFinite(range.to)) return range;
    desk.changed(`A range without an end ends at ${FAR.toExponential(0).replace("+", "")} here.`);
    return { ...range, from: Math.max(-FAR, range.from), to: Math.min(FAR, range.to) };
  });
  if (facts.hasOpenEnds) desk.changed("The end of a range belongs to the range here.");

  const slots = bounded.map((_, index) => String(index));
  const trials = [
    ...bounded.map(({ share, shown }, index) => ({ slots: [String(index)], share, shown })),
    ...wrong.filter((range) => !accepted.includes(range)).map(({ share, shown }) => ({ slots: [], share, shown })),
  ];
  const placed = placeFeedback(facts.feedback, trials, slots, desk);
  const answers = bounded.map((range, index) => ({
    ...spell(range, literals),
    ...(!near(range.share, 1) && { share: Math.max(0, range.share) }),
    ...placed.of(String(index)),
  }));
  if (answers.length > 50) throw new Unsupported("it accepts more than 50 numbers");
  return {
    points: settled.points,
    key: { answers },
    fields: placed.fields,
  };
}

/** A range as an author would write it: a value, a value with a tolerance, or two ends. */
function spell({ from, to }: Range, literals: NumberLiteral[]): Fields {
  if (from === to) return { value: from };
  const known = literals.find((literal) => literal.tolerance !== undefined && literal.from === from && literal.to === to);
  if (known) return { value: known.value, tolerance: known.tolerance };
  const width = to - from;
  const middle = literals.find(({ value }) => value > from && value < to && Math.abs(value - from - (to - value)) < 1e-9 * width);
  return middle ? { value: middle.value, tolerance: rounded(width / 2) } : { from, to };
}

function sameSet(a: Set<string>, b: Set<string>): boolean {
  return a.size === b.size && [...a].every((id) => b.has(id));
}
