import { Unsupported } from "../../stop.ts";
import type { Feedback } from "../marking/marker.ts";
import type { Desk } from "../text/desk.ts";
import { placeFeedback } from "./feedback.ts";
import { keysOf } from "./keys.ts";
import { type Marking, near, settle } from "./marking.ts";

type Fields = Record<string, unknown>;

export interface OrderFacts {
  /** `text` is Markdown of one paragraph. */
  entries: { id: string; text: string }[];
  /** The identifiers in the right order. */
  correct: string[];
  feedback: Feedback[];
  markings: Marking[];
}

/** The fields of an ordering. @throws Unsupported where only some of the entries are to be put in order. */
export function orderFields(facts: OrderFacts, desk: Desk): Fields {
  const { entries, correct } = facts;
  if (correct.length === 0) throw new Unsupported("it does not say which order is right");
  if (correct.length !== entries.length || entries.some(({ id }) => !correct.includes(id)))
    throw new Unsupported("only some of its entries are to be put in order");
  if (entries.length < 2 || entries.length > 30)
    throw new Unsupported(`it has ${entries.length} entries, and 2 to 30 are possible`);

  const trials = trialsFor(correct);
  const settled = settle(facts.markings, trials, desk);
  const tried = trials.map((order) => ({ slots: [], ...settled.try(order) }));
  const models: Record<string, (order: string[]) => number> = {
    "all-or-nothing": (order) => (order.every((id, index) => correct[index] === id) ? 1 : 0),
    positions: (order) => order.filter((id, index) => correct[index] === id).length / order.length,
    neighbours: (order) => {
      const after = order.slice(1).filter((id, index) => correct.indexOf(id) === correct.indexOf(order[index]!) + 1);
      return after.length / (order.length - 1);
    },
  };
  const fitting = Object.entries(models).filter(([, model]) =>
    trials.every((order, index) => near(Math.max(0, tried[index]!.share), model(order))),
  );
  const [credit] = fitting[0] ?? [undefined];
  if (credit === undefined)
    desk.changed(
      "Points for an order that is nearly right follow a rule that is not known here; here the whole order has to be right.",
    );
  const placed = placeFeedback(facts.feedback, tried, [], desk);
  const keys = keysOf(correct, "entry");
  return {
    kind: "ordering",
    points: settled.points,
    ...(credit !== undefined && credit !== "all-or-nothing" && { credit }),
    entries: correct.map((id) => ({ key: keys.get(id), text: entries.find((entry) => entry.id === id)!.text })),
    ...placed.fields,
  };
}

/** All orders of few entries; of many the right one, turns of it, and every exchange of two. */
function trialsFor(correct: string[]): string[][] {
  if (correct.length <= 5) return permutations(correct);
  const turned = correct.map((_, index) => [...correct.slice(index), ...correct.slice(0, index)]);
  const exchanged = correct.flatMap((_, i) =>
    correct.slice(i + 1).map((_, j) => {
      const order = [...correct];
      [order[i], order[i + 1 + j]] = [order[i + 1 + j]!, order[i]!];
      return order;
    }),
  );
  return [...turned, [...correct].reverse(), ...exchanged];
}

function permutations(list: string[]): string[][] {
  if (list.length <= 1) return [list];
  return list.flatMap((first) => permutations(list.filter((one) => one !== first)).map((rest) => [first, ...rest]));
}
