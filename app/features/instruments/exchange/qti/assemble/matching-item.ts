import { Unsupported } from "../../stop.ts";
import type { Feedback } from "../marking/marker.ts";
import { type Desk, quoted } from "../text/desk.ts";
import { placeFeedback } from "./feedback.ts";
import { keysOf } from "./keys.ts";
import { type Marking, near, type Settled, settle } from "./marking.ts";

type Fields = Record<string, unknown>;

export interface MatchFacts {
  /** `text` is Markdown of one paragraph, `line` the same as plain text. */
  left: MatchEnd[];
  right: MatchEnd[];
  /** Pairs that the file calls right, where it does. */
  correct?: { left: string; right: string }[];
  /** A response as the file has it. */
  response(pairs: { left: string; right: string }[]): string[];
  feedback: Feedback[];
  markings: Marking[];
}

export interface MatchEnd {
  id: string;
  text: string;
  line: string;
}

interface Pair {
  left: string;
  right: string;
}

/** The fields of a matching item. @throws Unsupported where neither side has one partner for each. */
export function matchFields(given: MatchFacts, desk: Desk): Fields {
  const facts = oriented(given, desk);
  const { left, right } = facts;
  const correct = rightPairs(facts);
  const partnerOf = new Map<string, string>();
  for (const pair of correct) {
    if (partnerOf.has(pair.left)) throw new Unsupported("several answers belong to one entry, and one to several");
    partnerOf.set(pair.left, pair.right);
  }
  const lonely = left.filter(({ id }) => !partnerOf.has(id));
  if (lonely.length > 0)
    desk.unsupported(`Entries that nothing belongs to were left out: ${quoted(lonely.map(({ line }) => line).join("; "))}`);
  const kept = left.filter(({ id }) => partnerOf.has(id));
  if (kept.length === 0) throw new Unsupported("it has no right answer");
  if (kept.length > 50 || right.length > 50) throw new Unsupported("it has more than 50 entries");
  const pairs = kept.map(({ id }) => ({ left: id, right: partnerOf.get(id)! }));

  const trials = trialsFor(pairs, right);
  const settled = settle(
    facts.markings,
    trials.map((trial) => facts.response(trial)),
    desk,
  );
  const credit = creditOf(facts, pairs, trials, settled, desk);
  const ids = kept.map(({ id }) => id);
  // Feedback of a pair is brought up where the pair is right.
  const rightLefts = (trial: Pair[]) =>
    trial.filter(({ left, right: to }) => partnerOf.get(left) === to).map((pair) => pair.left);
  const tried = trials.map((trial) => ({ slots: rightLefts(trial), ...settled.try(facts.response(trial)) }));
  const placed = placeFeedback(facts.feedback, tried, ids, desk);

  // Answers of equal text are one: a list that shows a word twice cannot be answered.
  const lines = new Map<string, string>();
  const firstOf = new Map<string, string>();
  for (const { id, line } of right) {
    const text = line === "" ? id : line;
    if (text.length > 300) throw new Unsupported("an answer is longer than 300 characters");
    if (!lines.has(text)) lines.set(text, id);
    else desk.changed("Answers with the same words are one answer.");
    firstOf.set(id, lines.get(text)!);
  }
  if (lines.size < 2) throw new Unsupported("there is only one answer to choose from");
  const rightKeys = keysOf([...lines.values()], "answer");
  const leftKeys = keysOf(ids, "pair");
  return {
    kind: "matching",
    points: settled.points,
    ...(credit !== "per-pair" && { credit }),
    answers: [...lines].map(([text, id]) => ({ key: rightKeys.get(id), text })),
    pairs: kept.map(({ id, text, line }) => ({
      key: leftKeys.get(id),
      text: text === "" ? line || id : text,
      answer: rightKeys.get(firstOf.get(partnerOf.get(id)!)!),
      ...placed.of(id),
    })),
    ...placed.fields,
  };
}

/** With one answer for each entry, on whichever side the entries are. */
function oriented(facts: MatchFacts, desk: Desk): MatchFacts {
  const correct = rightPairs(facts);
  const isOnce = (end: "left" | "right") => new Set(correct.map((pair) => pair[end])).size === correct.length;
  if (isOnce("left") || !isOnce("right")) return facts;
  desk.changed("The two sides of the matching are exchanged, so that each entry has one answer.");
  const turn = ({ left, right }: Pair) => ({ left: right, right: left });
  return {
    ...facts,
    left: facts.right,
    right: facts.left,
    correct: correct.map(turn),
    response: (pairs) => facts.response(pairs.map(turn)),
  };
}

/** The pairs that the file calls right, or those that alone give points. */
function rightPairs({ correct, left, right, response, markings }: MatchFacts): Pair[] {
  if (correct && correct.length > 0)
    return correct.filter((pair) => left.some(({ id }) => id === pair.left) && right.some(({ id }) => id === pair.right));
  if (left.length * right.length > 2_500) throw new Unsupported("it has too many entries");
  const [marking] = markings;
  return left.flatMap((from) =>
    right.flatMap((to) => {
      const pair = { left: from.id, right: to.id };
      return marking && marking.mark(response([pair])).score > 0 ? [pair] : [];
    }),
  );
}

/** All pairs, each alone, all but one, one wrong alone, and one wrong among right ones. */
function trialsFor(pairs: Pair[], right: MatchEnd[]): Pair[][] {
  const wrongFor = (pair: Pair) => {
    const other = right.find(({ id }) => id !== pair.right);
    return other && { left: pair.left, right: other.id };
  };
  return [
    pairs,
    ...pairs.map((pair) => [pair]),
    ...(pairs.length > 1 ? pairs.map((pair) => pairs.filter((other) => other !== pair)) : []),
    ...pairs.flatMap((pair) => {
      const wrong = wrongFor(pair);
      return wrong ? [[wrong], pairs.map((other) => (other === pair ? wrong : other))] : [];
    }),
  ];
}

function creditOf(facts: MatchFacts, pairs: Pair[], trials: Pair[][], settled: Settled, desk: Desk): string {
  const rightIn = (trial: Pair[]) =>
    trial.filter((pair) => pairs.some(({ left, right }) => left === pair.left && right === pair.right)).length;
  const all = pairs.length;
  const models: Record<string, (trial: Pair[]) => number> = {
    "per-pair": (trial) => rightIn(trial) / all,
    partial: (trial) => Math.max(0, (2 * rightIn(trial) - trial.length) / all),
    "all-or-nothing": (trial) => (rightIn(trial) === all ? 1 : 0),
  };
  const fitting = Object.entries(models).filter(([, model]) =>
    trials.every((trial) => near(Math.max(0, settled.try(facts.response(trial)).share), model(trial))),
  );
  const [credit] = fitting[0] ?? [undefined];
  if (credit !== undefined) return credit;
  const single = settled.try(facts.response([pairs[0]!])).share > 0;
  desk.changed(
    single
      ? "Pairs were worth different points, or points were taken in another way; here each pair counts the same."
      : "Points for a part of the pairs follow a rule that is not known here; here all pairs have to be right.",
  );
  return single ? "per-pair" : "all-or-nothing";
}
