import { Unsupported } from "../../stop.ts";
import type { Response, Verdict } from "../marking/marker.ts";
import type { Desk } from "../text/desk.ts";

/** One way in which a response may be marked: the file's own, or what takes its place where that says nothing. */
export interface Marking {
  mark(response: Response): Verdict;
  /** The points of an item whose best response has this score. */
  points(best: number): number;
  /** What to tell where it is used; `reason` is why the one before it could not be. */
  note?(reason: string | undefined): string;
}

export interface Settled {
  points: number;
  /** What is told of a response: the share of the points, below 0 where it takes some, and what is shown. */
  try(response: Response): Tried;
}

export interface Tried {
  share: number;
  shown: Set<string>;
}

/** The first marking by which one of the responses is worth something. @throws Unsupported where there is none. */
export function settle(markings: Marking[], responses: Response[], desk: Desk): Settled {
  let reason: string | undefined;
  for (const marking of markings) {
    let best = 0;
    try {
      for (const response of responses) best = Math.max(best, marking.mark(response).score);
    } catch (error) {
      if (!(error instanceof Unsupported)) throw error;
      reason ??= error.message;
      continue;
    }
    if (best <= 0) continue;
    if (marking.note) desk.changed(marking.note(reason));
    return {
      points: pointsField(marking.points(best), desk),
      try(response) {
        const { score, shown } = marking.mark(response);
        return { share: rounded(score / best), shown };
      },
    };
  }
  throw new Unsupported(reason ?? "it has no right answer");
}

export function pointsField(points: number, desk: Desk): number {
  if (points <= 1_000) return Number(points.toFixed(6));
  desk.changed(`It was worth ${points} points; here it is worth 1,000, the most there are.`);
  return 1_000;
}

export function rounded(share: number): number {
  return Number(share.toFixed(9)) + 0;
}

export function near(a: number, b: number): boolean {
  return Math.abs(a - b) < 1e-4;
}
