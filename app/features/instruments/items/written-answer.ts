import { escapeHtml, givenTexts, type ItemReview, type ParsedAnswer } from "./item-kind.ts";
import type { Match } from "./match.ts";

/** What items of one typed text share. The text is stored as it was typed. */

export function parseText(given: unknown, longest: number): ParsedAnswer<string> {
  const texts = givenTexts(given);
  if (!texts) return { status: "refused", reason: "not-an-answer" };
  if (texts.length > 1) return { status: "refused", reason: "too-many-choices", message: "Give one answer only." };
  // Forms send line breaks as two signs.
  const text = (texts[0] ?? "").replace(/\r\n?/g, "\n");
  if (text.trim() === "") return { status: "answer", answer: null };
  if (text.length > longest) {
    const message = `Your answer has ${text.length} characters; it may have at most ${longest}.`;
    return { status: "refused", reason: "not-an-answer", message };
  }
  return { status: "answer", answer: text };
}

export function reviewText(answer: string | null, match: Match, right: string, feedback: string | undefined): ItemReview {
  const correct = match.share === 1;
  const options: ItemReview["options"] = [];
  if (answer !== null) {
    const own = match.feedback && { feedback: match.feedback };
    options.push({ value: "given", text: escapeHtml(answer), given: true, correct, ...own });
  }
  if (answer === null || !correct) options.push({ value: "right", text: escapeHtml(right), given: false, correct: true });
  return { options, ...(feedback && { feedback }) };
}
