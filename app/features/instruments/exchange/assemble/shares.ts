import type { NoteBook } from "../note-book.ts";
import { Unsupported } from "../stop.ts";

const PARTS = [3, 6, 7, 9, 11, 12];

/** A percentage as a share: `33.333` is a third, as whoever wrote it could not write it better. Null where it is no number. */
export function shareOfPercent(text: string): number | null {
  const found = /^\s*([+-]?)(\d{1,6})(?:[.,](\d{0,12}))?\s*$/.exec(text);
  if (!found) return null;
  const [, sign, whole = "", decimals = ""] = found;
  const exact = Number(`${whole}.${decimals || "0"}`) / 100;
  const share = decimals.length === 0 ? thirdOf(exact) : partOf(exact, decimals.length);
  return sign === "-" ? -share : share;
}

function thirdOf(share: number): number {
  return share === 0.33 ? 1 / 3 : share === 0.66 || share === 0.67 ? 2 / 3 : share;
}

/** The fraction that rounds, or is cut, to this at so many decimals of a percentage. */
function partOf(share: number, decimals: number): number {
  const slack = 1.01 * 10 ** -(decimals + 2);
  for (const part of PARTS) {
    const count = Math.round(share * part);
    if (Math.abs(count / part - share) <= slack && count % part !== 0) return count / part;
  }
  return Number(share.toFixed(decimals + 2));
}

/** A share as a percentage with five decimals, as Moodle writes it. */
export function percentOf(share: number): string {
  return String(Number((share * 100).toFixed(5)));
}

/** Shares from 0 to 1 of accepted answers, one of them 1. */
export function settleShares<A extends { share: number }>(answers: A[], notes: NoteBook): A[] {
  const best = Math.max(0, ...answers.map(({ share }) => share));
  if (best <= 0) throw new Unsupported("No answer gives points.");
  if (answers.some(({ share }) => share < 0)) notes.changed("Answers that took points away give none.");
  if (best < 1) notes.changed("The best answer did not give all points. Now it does, and the others in proportion.");
  if (best > 1) notes.changed("An answer that gave more than all points gives all.");
  const scale = best < 1 ? 1 / best : 1;
  return answers.map((answer) => ({ ...answer, share: Math.min(1, Math.max(0, answer.share * scale)) }));
}
