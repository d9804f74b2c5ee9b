import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type AnswerQueue,
  type AnswerStore,
  createAnswerQueue,
  type GivenAnswer,
  type Reply,
} from "#app/features/assessment/answer-queue.ts";
import { saveAnswer } from "#app/features/assessment/save-answer.server.ts";
import { startAttempt } from "#app/features/assessment/start-attempt.server.ts";
import { submitAttempt } from "#app/features/assessment/submit-attempt.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { aCourseWith, aLearner, aProfile } from "#tests/support/assessment-builders.ts";

// Two browsers, the first with two tabs that share a store, answer three items of one attempt on the real server, over a
// network that delays, repeats, reorders and loses. Tabs crash and are loaded again; in some runs the attempt is handed in.

const ITEMS = ["anxiety-1", "anxiety-2", "avoidance-1"];
const BROWSER_OF_TAB = [0, 0, 1];
/** The browsers' clocks differ from the server's by so many milliseconds. */
const SKEW = [0, -40];

interface Tab {
  queue: AnswerQueue;
  /** What the form shows. */
  form: Map<string, GivenAnswer>;
  /** Sent and not answered. */
  underway: { answer: GivenAnswer; reply?: Reply }[];
}

interface World {
  attempt: { userId: string; attemptId: string };
  stores: Map<string, GivenAnswer>[];
  tabs: Tab[];
  clock: number;
  /** Everything that was given. */
  given: GivenAnswer[];
  submitted: boolean;
}

async function onServer({ attempt }: World): Promise<Map<string, GivenAnswer>> {
  const rows = await db.answer.findMany({ where: { attemptId: attempt.attemptId } });
  return new Map(
    rows.map(({ itemKey, value, sequence }) => [itemKey, { item: itemKey, values: [String(value)], sequence: Number(sequence) }]),
  );
}

function storeOf(world: World, browser: number): AnswerStore {
  const kept = world.stores[browser]!;
  const nameOf = ({ item, sequence }: GivenAnswer) => `${item}:${sequence}`;
  const siblings = (self: AnswerStore) =>
    world.tabs.filter((_, index) => BROWSER_OF_TAB[index] === browser && storeByTab.get(index) !== self);
  const storeByTab = storesByTab(world);
  const store: AnswerStore = {
    all: () => [...kept.values()],
    add(answer) {
      kept.set(nameOf(answer), answer);
      for (const tab of siblings(store)) show(tab, tab.queue.hear(answer));
    },
    remove(answer) {
      if (kept.delete(nameOf(answer))) for (const tab of siblings(store)) show(tab, tab.queue.learn(answer));
    },
    discard: (answer) => void kept.delete(nameOf(answer)),
  };
  return store;
}

const tabStores = new WeakMap<World, Map<number, AnswerStore>>();
function storesByTab(world: World): Map<number, AnswerStore> {
  const stores = tabStores.get(world) ?? new Map<number, AnswerStore>();
  tabStores.set(world, stores);
  return stores;
}

function show(tab: Tab, answer: GivenAnswer | undefined): void {
  if (answer) tab.form.set(answer.item, answer);
}

/** Loads the page: the server's answers, then what the store still has. What was under way is forgotten. */
async function load(world: World, index: number): Promise<void> {
  const served = await onServer(world);
  const store = storeOf(world, BROWSER_OF_TAB[index]!);
  storesByTab(world).set(index, store);
  const items = ITEMS.map((item) => served.get(item) ?? { item, values: [], sequence: 0 });
  const tab: Tab = { queue: createAnswerQueue(store, items), form: new Map(served), underway: [] };
  world.tabs[index] = tab;
  for (const answer of tab.queue.pending()) show(tab, tab.queue.hear(answer));
}

async function save(world: World, { item, values, sequence }: GivenAnswer): Promise<Reply> {
  return (await saveAnswer({ ...world.attempt, itemKey: item, value: values, sequence })) as Reply;
}

type Act =
  | { act: "give"; tab: number; item: number; value: number }
  | { act: "send" | "crash"; tab: number }
  | { act: "arrive" | "answer" | "lose"; tab: number; pick: number }
  | { act: "wait"; time: number }
  | { act: "hand-in" };

const tab = fc.nat({ max: 2 });
const pick = fc.nat({ max: 9 });
const anyAct: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 30,
    arbitrary: fc.record({
      act: fc.constant("give" as const),
      tab,
      item: fc.nat({ max: 2 }),
      value: fc.integer({ min: 1, max: 7 }),
    }),
  },
  { weight: 30, arbitrary: fc.record({ act: fc.constant("send" as const), tab }) },
  { weight: 40, arbitrary: fc.record({ act: fc.constantFrom("arrive" as const, "answer" as const), tab, pick }) },
  { weight: 10, arbitrary: fc.record({ act: fc.constant("lose" as const), tab, pick }) },
  { weight: 10, arbitrary: fc.record({ act: fc.constant("crash" as const), tab }) },
  { weight: 10, arbitrary: fc.record({ act: fc.constant("wait" as const), time: fc.integer({ min: 1, max: 100 }) }) },
  { weight: 1, arbitrary: fc.constant({ act: "hand-in" as const }) },
);

async function perform(world: World, act: Act): Promise<void> {
  if (act.act === "wait") world.clock += act.time;
  if (act.act === "hand-in") {
    await submitAttempt(world.attempt);
    world.submitted = true;
  }
  if (!("tab" in act)) return;
  const tab = world.tabs[act.tab]!;
  if (act.act === "crash") return load(world, act.tab);
  if (act.act === "give" && !tab.queue.ending()) {
    const answer = tab.queue.give(ITEMS[act.item]!, [String(act.value)], world.clock + SKEW[BROWSER_OF_TAB[act.tab]!]!);
    show(tab, answer);
    world.given.push(answer);
  }
  if (act.act === "send" && !tab.queue.ending()) {
    const [answer] = tab.queue.pending();
    if (answer) tab.underway.push({ answer });
  }
  if (!("pick" in act) || tab.underway.length === 0) return;
  const message = tab.underway[act.pick % tab.underway.length]!;
  // A request may arrive again and again; a reply is heard once.
  if (act.act === "arrive") message.reply = await save(world, message.answer);
  if (act.act === "answer" && message.reply) finish(tab, message, message.reply);
  if (act.act === "lose") finish(tab, message, { status: "unreachable" });
}

function finish(tab: Tab, message: Tab["underway"][number], reply: Reply): void {
  tab.underway.splice(tab.underway.indexOf(message), 1);
  show(tab, tab.queue.settle(message.answer, reply));
}

/** What a tab calls saved is on the server as it is shown, or overtaken by a later answer. */
async function checkClaims(world: World): Promise<void> {
  const server = await onServer(world);
  for (const { queue, form } of world.tabs) {
    const pending = new Set(queue.pending().map(({ item }) => item));
    for (const [item, shown] of form) {
      if (pending.has(item)) continue;
      const stored = server.get(item);
      expect(stored?.sequence ?? 0).toBeGreaterThanOrEqual(shown.sequence);
      if (stored?.sequence === shown.sequence) expect(stored.values).toEqual(shown.values);
    }
  }
}

/** Everybody is online at last. */
async function settleAll(world: World): Promise<void> {
  for (const tab of world.tabs) {
    for (let answer = tab.queue.pending()[0]; answer && !tab.queue.ending(); answer = tab.queue.pending()[0]) {
      show(tab, tab.queue.settle(answer, await save(world, answer)));
    }
  }
  const server = await onServer(world);
  for (const tab of world.tabs) for (const answer of server.values()) show(tab, tab.queue.learn(answer));
}

/** A schedule that once failed: both browsers give one item the same sequence. */
const TIED: Act[] = [
  { act: "give", tab: 0, item: 0, value: 1 },
  { act: "send", tab: 0 },
  { act: "arrive", tab: 0, pick: 0 },
  { act: "crash", tab: 2 },
  { act: "give", tab: 0, item: 0, value: 1 },
  { act: "give", tab: 2, item: 0, value: 2 },
  { act: "give", tab: 0, item: 1, value: 1 },
  { act: "lose", tab: 0, pick: 0 },
];

test("two hundred random schedules lose no answer that was shown as saved", { timeout: 120_000 }, async () => {
  const classroom = await aCourseWith(aProfile());
  await fc.assert(
    fc.asyncProperty(fc.array(anyAct, { minLength: 5, maxLength: 60 }), async (acts) => {
      const learner = await aLearner(classroom);
      const started = await startAttempt(learner.ask);
      if (!("attemptId" in started)) throw new Error(started.reason);
      const attempt = { userId: learner.userId, attemptId: started.attemptId };
      const world: World = {
        attempt,
        stores: [new Map(), new Map()],
        tabs: [],
        clock: now().getTime(),
        given: [],
        submitted: false,
      };
      for (const index of BROWSER_OF_TAB.keys()) await load(world, index);
      for (const act of acts) {
        await perform(world, act);
        if (act.act === "answer" || act.act === "crash") await checkClaims(world);
      }
      await settleAll(world);
      await checkClaims(world);
      if (world.submitted) return;
      const server = await onServer(world);
      for (const item of new Set(world.given.map((answer) => answer.item))) {
        const given = world.given.filter((answer) => answer.item === item);
        const last = Math.max(...given.map(({ sequence }) => sequence));
        // Two browsers may have given the last one at once: then it is one of the two.
        expect(given.filter(({ sequence }) => sequence === last)).toContainEqual(server.get(item));
      }
      for (const { queue, form } of world.tabs) {
        expect(queue.pending()).toEqual([]);
        for (const [item, stored] of server) expect(form.get(item)?.values).toEqual(stored.values);
      }
    }),
    { numRuns: 200, examples: [[TIED]] },
  );
});
