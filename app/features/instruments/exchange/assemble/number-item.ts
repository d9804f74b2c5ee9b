import type { NumericSource } from "../../items/numeric.tsx";
import type { NoteBook } from "../note-book.ts";
import { Unsupported } from "../stop.ts";
import type { Data } from "./choice-item.ts";
import { settleShares } from "./shares.ts";

/** An accepted number of another format; `any` stands for every number. */
export interface ReadNumber {
  number: { value: number; tolerance: number | string } | { from: number; to: number } | "any";
  share: number;
  feedback: string;
}

const NUMBER = /^[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:e[+-]?\d{1,3})?$/i;

/** A number as question files write it, with a point or a comma; undefined where it is none. */
export function readNumber(text: string): number | undefined {
  const plain = text.trim().replaceAll("−", "-");
  if (plain.length > 60 || !NUMBER.test(plain)) return undefined;
  const number = Number(plain.replace(",", "."));
  return Number.isFinite(number) ? number + 0 : undefined;
}

/** `1.5`, `1.5:0.1` (value and tolerance), `1.4..1.6` or `*`. */
export function readAcceptedNumber(text: string): ReadNumber["number"] {
  const plain = text.trim();
  if (plain === "*") return "any";
  const range = plain.indexOf("..");
  if (range > 0) {
    const [from, to] = [readNumber(plain.slice(0, range)), readNumber(plain.slice(range + 2))];
    if (from !== undefined && to !== undefined) return { from: Math.min(from, to), to: Math.max(from, to) };
  }
  const [value, tolerance] = plain.split(":").map(readNumber);
  if (value === undefined || (plain.includes(":") && tolerance === undefined)) {
    throw new Unsupported(`“${plain.slice(0, 60)}” is not a number that can be read.`);
  }
  return { value, tolerance: Math.abs(tolerance ?? 0) };
}

/** An accepted number of ours, as `readAcceptedNumber` reads it. */
export function writeNumber(answer: NumberAnswer): string {
  if (answer.value === undefined) return `${answer.from}..${answer.to}`;
  const tolerance = toleranceOf(answer);
  return tolerance === 0 ? `${answer.value}` : `${answer.value}:${tolerance}`;
}

/** As formats write a number that know no ranges. */
export function middleOf(answer: NumberAnswer): { value: number; tolerance: number } {
  if (answer.value !== undefined) return { value: answer.value, tolerance: toleranceOf(answer) };
  const [from, to] = [answer.from!, answer.to!];
  return { value: precise((from + to) / 2), tolerance: precise((to - from) / 2) };
}

type NumberAnswer = NumericSource["answers"][number];

function toleranceOf({ value = 0, tolerance = 0 }: NumberAnswer): number {
  return typeof tolerance === "number" ? tolerance : precise((Math.abs(value) * Number.parseFloat(tolerance)) / 100);
}

function precise(number: number): number {
  return Number(number.toPrecision(15));
}

/** Accepted numbers, for items and gaps. `otherwise` is the feedback to every other number. */
export function numberKeyOf(read: ReadNumber[], notes: NoteBook): { key: Data; otherwise: string } {
  const numbers = read.filter(({ number }) => number !== "any");
  const any = read.filter(({ number }) => number === "any");
  if (numbers.length === 0) throw new Unsupported(any.length > 0 ? "Every number is taken." : "It has no accepted number.");
  if (any.some(({ share }) => share !== 0)) notes.changed("Points for any other number are not kept.");
  const answers = settleShares(numbers, notes).map(({ number, share, feedback }) => ({
    ...(number as Data),
    ...((number as { tolerance?: unknown }).tolerance === 0 && { tolerance: undefined }),
    ...(share !== 1 && { share }),
    ...(feedback && { feedback }),
  }));
  for (const answer of answers) {
    for (const [name, value] of Object.entries(answer)) if (value === undefined) delete (answer as Data)[name];
  }
  return {
    key: { answers },
    otherwise: any
      .map(({ feedback }) => feedback)
      .filter(Boolean)
      .join("\n\n"),
  };
}
