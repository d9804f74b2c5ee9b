import { z } from "zod";
import { markdownField } from "../fields.ts";
import type { Finding } from "../finding.ts";

/** What written answers share: each accepted answer has a share of the points, and the best one that fits counts. */

export const shareField = z.number().min(0).max(1).default(1);
export const answerFeedback = markdownField.optional();

export interface Accepted {
  /** The share of the points. */
  share: number;
  /** HTML. */
  feedback?: string;
}

export interface Match {
  share: number;
  feedback?: string;
  /** The place of the accepted answer that fits; null where none does. */
  index: number | null;
}

export function bestMatch<A extends Accepted>(accepted: A[], fits: (answer: A) => boolean): Match {
  let best: Match = { share: 0, index: null };
  accepted.forEach((answer, index) => {
    if ((best.index !== null && answer.share <= best.share) || !fits(answer)) return;
    best = { share: answer.share, index, ...(answer.feedback && { feedback: answer.feedback }) };
  });
  return best;
}

export function checkFullShare(answers: { share: number }[]): Finding[] {
  if (answers.some(({ share }) => share === 1)) return [];
  return [
    {
      path: ["answers"],
      message: "Nobody can get all points: no answer has the share 1.",
      remedy: 'Leave "share" out of the best answer.',
    },
  ];
}
