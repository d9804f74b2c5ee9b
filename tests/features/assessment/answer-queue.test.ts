import { expect, test } from "vitest";
import { type AnswerStore, createAnswerQueue, type GivenAnswer } from "#app/features/assessment/answer-queue.ts";
import { describeStatus } from "#app/features/assessment/answer-status.ts";
import { announcement, timeLeft } from "#app/features/assessment/time-left.ts";

function aStore(): AnswerStore {
  const kept = new Map<string, GivenAnswer>();
  const nameOf = ({ item, sequence }: GivenAnswer) => `${item}:${sequence}`;
  const remove = (answer: GivenAnswer) => void kept.delete(nameOf(answer));
  return { all: () => [...kept.values()], add: (answer) => void kept.set(nameOf(answer), answer), remove, discard: remove };
}

test("an answer is pending until the server has said that it is saved", () => {
  const queue = createAnswerQueue(aStore(), []);
  const answer = queue.give("colour", ["blue"], 100);
  expect(queue.pending()).toEqual([{ item: "colour", values: ["blue"], sequence: 100 }]);
  queue.settle(answer, { status: "unreachable" });
  expect(queue.pending()).toHaveLength(1);
  queue.settle(answer, { status: "saved" });
  expect(queue.pending()).toEqual([]);
});

test("sequences rise although the clock stands still or goes back", () => {
  const queue = createAnswerQueue(aStore(), [{ item: "round", values: [], sequence: 500 }]);
  expect(
    [queue.give("a", ["1"], 100), queue.give("b", ["1"], 90), queue.give("a", ["2"], 100)].map(({ sequence }) => sequence),
  ).toEqual([501, 502, 503]);
  expect(queue.give("a", ["3"], 9_000).sequence).toBe(9_000);
});

test("only the last answer to an item is sent, the longest waiting item first", () => {
  const queue = createAnswerQueue(aStore(), []);
  queue.give("a", ["1"], 1);
  queue.give("b", ["1"], 2);
  queue.give("a", ["2"], 3);
  expect(queue.pending()).toEqual([
    { item: "b", values: ["1"], sequence: 2 },
    { item: "a", values: ["2"], sequence: 3 },
  ]);
});

test("a reply to an earlier answer leaves a later one pending", () => {
  const queue = createAnswerQueue(aStore(), []);
  const first = queue.give("a", ["1"], 1);
  queue.give("a", ["2"], 2);
  queue.settle(first, { status: "saved" });
  expect(queue.pending()).toEqual([{ item: "a", values: ["2"], sequence: 2 }]);
});

test("an answer from elsewhere that is later is shown, unless something later was given here", () => {
  const queue = createAnswerQueue(aStore(), []);
  const first = queue.give("a", ["1"], 1);
  expect(queue.settle(first, { status: "stale", values: ["9"], sequence: 5 })).toEqual({ item: "a", values: ["9"], sequence: 5 });
  expect(queue.pending()).toEqual([]);
  const second = queue.give("a", ["2"], 6);
  expect(queue.settle(second, { status: "stale", values: ["8"], sequence: 5 })).toBeUndefined();
  expect(queue.pending()).toEqual([second]);
});

test("of two devices that gave the same sequence, the one that the server kept is shown", () => {
  const queue = createAnswerQueue(aStore(), []);
  const mine = queue.give("a", ["1"], 5);
  expect(queue.settle(mine, { status: "stale", values: ["2"], sequence: 5 })).toEqual({ item: "a", values: ["2"], sequence: 5 });
  expect(queue.pending()).toEqual([]);
});

test("a reload finds what was not saved, and forgets what the server has", () => {
  const store = aStore();
  const before = createAnswerQueue(store, []);
  before.give("a", ["1"], 1);
  before.give("b", ["1"], 2);
  const after = createAnswerQueue(store, [{ item: "a", values: ["1"], sequence: 1 }]);
  expect(after.pending()).toEqual([{ item: "b", values: ["1"], sequence: 2 }]);
  expect(after.hear(after.pending()[0]!)).toMatchObject({ item: "b" });
  expect(store.all()).toHaveLength(1);
});

test("an attempt that was closed takes nothing more, and tells what was lost", () => {
  const store = aStore();
  const queue = createAnswerQueue(store, []);
  const answer = queue.give("a", ["1"], 1);
  queue.settle(answer, { status: "refused", reason: "closed" });
  expect(queue.ending()).toBe("closed");
  expect(queue.giveUp()).toEqual([answer]);
  expect(store.all()).toEqual([]);
});

test("an answer that the server cannot take is not sent for ever", () => {
  const queue = createAnswerQueue(aStore(), []);
  queue.settle(queue.give("a", ["?"], 1), { status: "refused", reason: "bad-value" });
  expect(queue.pending()).toEqual([]);
  expect(queue.ending()).toBeUndefined();
});

test("the words are true: saved only when nothing is on the way", () => {
  const facts = { pending: 0, fresh: false, connection: "good" as const, keeps: true, lost: 0 };
  expect(describeStatus(facts)).toBe("Saved.");
  expect(describeStatus({ ...facts, fresh: true })).toBe("Each answer is saved as you give it.");
  expect(describeStatus({ ...facts, pending: 1 })).toBe("Saving.");
  expect(describeStatus({ ...facts, pending: 1, connection: "offline" })).toBe(
    "Not saved yet: you are offline. Your answers are kept in this browser.",
  );
  expect(describeStatus({ ...facts, pending: 1, connection: "failing", keeps: false })).toContain("Keep this page open");
  expect(describeStatus({ ...facts, pending: 1, connection: "signed-out" })).toContain("signed out");
  expect(describeStatus({ ...facts, ending: "closed", lost: 2 })).toContain("2 answers were not saved.");
  for (const connection of ["good", "sending", "offline", "failing", "signed-out"] as const) {
    expect(describeStatus({ ...facts, pending: 1, connection })).not.toMatch(/^Saved/);
  }
});

test("the time left is told in whole minutes and read out twice", () => {
  expect(timeLeft(20 * 60_000)).toBe("About 20 minutes left.");
  expect(timeLeft(61_000)).toBe("About 2 minutes left.");
  expect(timeLeft(59_000)).toBe("Less than a minute left.");
  expect(timeLeft(80 * 60_000)).toBe("About 1 h 20 min left.");
  expect(timeLeft(0)).toBe("The time is over.");
  expect(announcement(301_000, 300_000)).toBe("About 5 minutes left.");
  expect(announcement(300_000, 299_000)).toBeUndefined();
  expect(announcement(61_000, 60_000)).toBe("Less than a minute left.");
});
