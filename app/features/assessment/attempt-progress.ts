import type { GivenAnswer } from "./answer-queue.ts";
import { answeredInWords, pageState } from "./page-words.ts";

/**
 * Keeps the counts of an attempt's page true while answers are given, here, in another tab or on another device. Returns
 * what takes in such an answer.
 */
export function followProgress(form: HTMLFormElement): (answer: Pick<GivenAnswer, "item" | "values">) => void {
  const pages: string[][] = JSON.parse(form.dataset.pages!);
  const open = new Set<string>(JSON.parse(form.dataset.open!));
  const total = pages.flat().length;
  return ({ item, values }) => {
    if (values.length > 0) open.delete(item);
    else open.add(item);
    write(form.querySelector('[data-answers="progress"]'), answeredInWords(total - open.size, total));
    const number = pages.findIndex((keys) => keys.includes(item));
    const { shown, said } = pageState(number + 1, (pages[number] ?? []).filter((key) => open.has(key)).length);
    const button = form.querySelector(`button[value="page:${number + 1}"]`);
    write(button?.querySelector("[data-shown]"), shown);
    write(button?.querySelector("[data-said]"), said);
  };
}

function write(place: Element | null | undefined, words: string): void {
  if (place && place.textContent !== words) place.textContent = words;
}
