import type { Feedback } from "../marking/marker.ts";
import { type Desk, quoted } from "../text/desk.ts";
import { near, type Tried } from "./marking.ts";

/** A response that was tried, and the slots (choices, accepted answers) that it belongs to. */
export interface Trial extends Tried {
  slots: string[];
}

/** Where the feedback of a question goes. */
export interface PlacedFeedback {
  /** The fields of the item. */
  fields: { feedback?: string; feedbackWhen?: Partial<Record<"right" | "partly" | "wrong", string>> };
  /** Feedback of a choice or an accepted answer. */
  of(slot: string): { feedback?: string };
}

/**
 * Finds a place for each feedback by the responses that bring it up: to all of them, to right or wrong ones, to those
 * with a choice. What has no place is told.
 */
export function placeFeedback(feedback: Feedback[], trials: Trial[], slots: string[], desk: Desk): PlacedFeedback {
  const general: string[] = [];
  const when: Record<"right" | "partly" | "wrong", string[]> = { right: [], partly: [], wrong: [] };
  const own = new Map<string, string[]>(slots.map((slot) => [slot, []]));
  const hasPartly = trials.some(({ share }) => share > 0 && !near(share, 1));

  const meantBy = (name: string): string[] | undefined => {
    if (/^correct(?:_fb)?$/i.test(name)) return when.right;
    if (/^(?:general_)?incorrect(?:_fb)?$/i.test(name)) return when.wrong;
    return /^(?:general|solution)(?:_fb)?$/i.test(name) ? general : undefined;
  };
  for (const one of feedback) {
    if (one.markdown === "") continue;
    const isShown = (test: (trial: Trial) => boolean) => trials.every((trial) => trial.shown.has(one.id) === test(trial));
    const named = slots.find((slot) => one.within === slot || one.name === slot || one.name === `${slot}_fb`);
    const fits = (slot: string) => isShown((trial) => trial.slots.includes(slot));
    const isRight = ({ share }: Trial) => near(share, 1) || share > 1;
    if (named !== undefined && fits(named)) own.get(named)!.push(one.markdown);
    else if (!trials.some(({ shown }) => shown.has(one.id))) {
      const meant = named !== undefined ? own.get(named)! : meantBy(one.name);
      // Canvas goes by these names alone; for others it is a guess.
      if (meant && !one.name.endsWith("_fb"))
        desk.changed("Feedback that nothing in the file brings up goes by its name, such as correct or incorrect.");
      if (meant) meant.push(one.markdown);
      else desk.unsupported(`A feedback that no answer brings up was left out: ${quoted(one.markdown)}`);
    } else if (one.within !== undefined && named !== undefined) {
      own.get(named)!.push(one.markdown);
      if (!isShown(() => true)) desk.changed("A feedback within an answer is shown whenever that is chosen.");
    } else if (isShown(() => true)) general.push(one.markdown);
    else if (isShown(isRight)) when.right.push(one.markdown);
    else if (isShown((trial) => !isRight(trial))) {
      when.wrong.push(one.markdown);
      if (hasPartly) when.partly.push(one.markdown);
    } else if (isShown(({ share }) => share <= 0)) when.wrong.push(one.markdown);
    else if (isShown((trial) => trial.share > 0 && !isRight(trial))) when.partly.push(one.markdown);
    else {
      const alone = slots.filter((slot) =>
        trials.some((trial) => trial.slots.length === 1 && trial.slots[0] === slot && trial.shown.has(one.id)),
      );
      if (alone.length > 0 && isShown((trial) => trial.slots.some((slot) => alone.includes(slot)))) {
        for (const slot of alone) own.get(slot)!.push(one.markdown);
      } else desk.unsupported(`A feedback that is shown under other conditions was left out: ${quoted(one.markdown)}`);
    }
  }

  const texts = (all: string[]) => [...new Set(all)].join("\n\n");
  const outcomes = Object.entries(when).filter(([, all]) => all.length > 0);
  return {
    fields: {
      ...(general.length > 0 && { feedback: texts(general) }),
      ...(outcomes.length > 0 && { feedbackWhen: Object.fromEntries(outcomes.map(([state, all]) => [state, texts(all)])) }),
    },
    of: (slot) => ((own.get(slot)?.length ?? 0) > 0 ? { feedback: texts(own.get(slot)!) } : {}),
  };
}
