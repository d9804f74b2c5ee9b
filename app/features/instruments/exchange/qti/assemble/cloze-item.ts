import { Unsupported } from "../../stop.ts";
import type { Feedback } from "../marking/marker.ts";
import type { Desk } from "../text/desk.ts";
import { CLOSE, OPEN } from "../text/to-markdown.ts";
import { placeFeedback, type Trial } from "./feedback.ts";
import { keysOf } from "./keys.ts";
import { type Marking, near, type Settled, settle } from "./marking.ts";

type Fields = Record<string, unknown>;

/** A gap of the text, with its fields but for the key. */
export interface BuiltGap {
  id: string;
  fields: Fields;
}

/**
 * The fields of a cloze. `markdown` has a mark where a gap is, as `gapMark` gives it. What else looks like a gap in it
 * is told from one.
 */
export function clozeFields(markdown: string, gaps: BuiltGap[], desk: Desk): Fields {
  if (gaps.length === 0 || gaps.length > 50) throw new Unsupported(`it has ${gaps.length} gaps, and 1 to 50 are possible`);
  const keys = keysOf(
    gaps.map(({ id }) => id),
    "gap",
  );
  const plain = markdown.replace(/\{\{(?=[a-z0-9]+(?:-[a-z0-9]+)*\}\})/g, () => {
    desk.changed("What looks like a gap of ours in the text, {{so}}, has a blank in it.");
    return "{ {";
  });
  const text = gaps.reduce((all, { id }) => all.replace(gapMark(id), `{{${keys.get(id)}}}`), plain);
  return { kind: "cloze", text, gaps: gaps.map(({ id, fields }) => ({ key: keys.get(id), ...fields })) };
}

export function gapMark(id: string): string {
  return `${OPEN}${id}${CLOSE}`;
}

export interface ChoiceGapFacts {
  /** Plain texts. */
  choices: { id: string; text: string }[];
  response(choice: string): string[];
  shuffle: boolean;
  feedback: Feedback[];
  markings: Marking[];
}

/** A gap that is a list of choices. @throws Unsupported where none of them is right. */
export function choiceGap(facts: ChoiceGapFacts, desk: Desk): Fields {
  const { choices } = facts;
  if (choices.length < 2 || choices.length > 50)
    throw new Unsupported(`a gap has ${choices.length} choices, and 2 to 50 are possible`);
  const settled: Settled = settle(
    facts.markings,
    choices.map(({ id }) => facts.response(id)),
    desk,
  );
  const trials: Trial[] = choices.map(({ id }) => ({ slots: [id], ...settled.try(facts.response(id)) }));
  const rights = trials.filter(({ share }) => near(share, 1));
  if (rights.length > 1) desk.changed("Several choices of a gap give all points: the first is shown as the right one.");
  if (trials.some(({ share }) => share < 0)) desk.changed("A choice in a gap takes no points.");
  const ids = choices.map(({ id }) => id);
  const placed = placeFeedback(
    facts.feedback.filter(({ within, id }) => within !== undefined || trials.some(({ shown }) => shown.has(id))),
    trials,
    ids,
    desk,
  );
  const keys = keysOf(ids, "choice");
  const right = rights[0]!.slots[0]!;
  return {
    kind: "choice",
    points: settled.points,
    choices: choices.map(({ id, text }, index) => {
      const share = trials[index]!.share;
      if (text.length > 300) throw new Unsupported("a choice of a gap is longer than 300 characters");
      return {
        key: keys.get(id),
        text: text === "" ? id : text,
        ...(id === right && { correct: true }),
        ...(id !== right && share > 0 && { share: near(share, 1) ? 1 : share }),
        ...placed.of(id),
      };
    }),
    ...(facts.shuffle && { shuffle: true }),
  };
}
