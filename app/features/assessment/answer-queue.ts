/**
 * The browser's queue of answers, without the browser: what is sent next, what a reply means, and what may be called
 * saved. It keeps nothing in itself that a crash could lose: whatever is not saved yet is in the store, which outlives
 * the page and is shared by its tabs.
 */

export interface GivenAnswer {
  item: string;
  /** The ticked values. */
  values: string[];
  /** Milliseconds on the server's clock, made unique and rising. The highest one is the answer. */
  sequence: number;
}

export interface AnswerStore {
  all(): GivenAnswer[];
  add(answer: GivenAnswer): void;
  /** Removes an answer that the server has, or has overtaken. Other tabs take it as saved. */
  remove(answer: GivenAnswer): void;
  /** Removes an answer that was not saved and never will be. */
  discard(answer: GivenAnswer): void;
}

/** Why an attempt takes no further answers, or none from here. */
export type Ending = "closed" | "out-of-time" | "no-such-attempt" | "no-access";

export type Reply =
  | { status: "saved" }
  /** The server has a later answer. */
  | { status: "stale"; values: string[]; sequence: number }
  /** This one answer is not acceptable; `message` tells the person why, where there is more to say. */
  | { status: "refused"; reason: "bad-value"; message?: string }
  | { status: "refused"; reason: Ending }
  /** Nothing is known of what became of it. */
  | { status: "unreachable" | "signed-out" };

export interface AnswerQueue {
  /** Takes an answer into the store and returns it. `clock` is the server's time as the browser reckons it. */
  give(item: string, values: string[], clock: number): GivenAnswer;
  /** The answers that are not known to be saved, the oldest first, one an item. */
  pending(): GivenAnswer[];
  /** Takes the reply to an answer that was sent. Returns what the form has to show instead, if anything. */
  settle(sent: GivenAnswer, reply: Reply): GivenAnswer | undefined;
  /** Takes in what the server has, or had before a later answer. Returns it where the form has to show it. */
  learn(answer: GivenAnswer): GivenAnswer | undefined;
  /** Takes in what the store has from another tab or an earlier page. Returns it where the form has to show it. */
  hear(answer: GivenAnswer): GivenAnswer | undefined;
  /** Set once no further answer is taken. */
  ending(): Ending | undefined;
  end(reason: Ending): void;
  /** Empties the store after an ending and returns what could not be saved. */
  giveUp(): GivenAnswer[];
}

/** `served` is what the server had when it made the page. */
export function createAnswerQueue(store: AnswerStore, served: GivenAnswer[]): AnswerQueue {
  /** The highest sequence by item that the server is known to have. */
  const saved = new Map<string, number>();
  /** The highest sequence by item that the form shows. */
  const shown = new Map<string, number>();
  let ending: Ending | undefined;

  const rise = (map: Map<string, number>, item: string, sequence: number) => {
    if (sequence > (map.get(item) ?? 0)) map.set(item, sequence);
  };
  const confirm = (item: string, sequence: number) => {
    rise(saved, item, sequence);
    for (const answer of store.all()) {
      if (answer.item === item && answer.sequence <= sequence) store.remove(answer);
    }
  };
  const pending = () => {
    const newest = new Map<string, GivenAnswer>();
    for (const answer of store.all()) {
      if (answer.sequence <= (saved.get(answer.item) ?? 0)) continue;
      if (answer.sequence > (newest.get(answer.item)?.sequence ?? 0)) newest.set(answer.item, answer);
    }
    return [...newest.values()].sort((a, b) => a.sequence - b.sequence);
  };
  // Two devices may give the same sequence. Then the server keeps one of the two, and that one is shown.
  const show = (answer: GivenAnswer) => {
    if (answer.sequence < (shown.get(answer.item) ?? 0)) return undefined;
    rise(shown, answer.item, answer.sequence);
    return answer;
  };

  for (const { item, sequence } of served) {
    rise(shown, item, sequence);
    confirm(item, sequence);
  }
  return {
    give(item, values, clock) {
      const heard = [...saved.values(), ...shown.values(), ...store.all().map(({ sequence }) => sequence)];
      const answer = { item, values, sequence: Math.max(clock, ...heard.map((sequence) => sequence + 1)) };
      store.add(answer);
      rise(shown, item, answer.sequence);
      return answer;
    },
    pending,
    settle(sent, reply) {
      if (reply.status === "saved") confirm(sent.item, sent.sequence);
      if (reply.status === "stale") {
        confirm(sent.item, reply.sequence);
        return show({ item: sent.item, values: reply.values, sequence: reply.sequence });
      }
      if (reply.status === "refused" && reply.reason === "bad-value") store.discard(sent);
      if (reply.status === "refused" && reply.reason !== "bad-value") ending = reply.reason;
      return undefined;
    },
    learn(answer) {
      confirm(answer.item, answer.sequence);
      return show(answer);
    },
    hear: show,
    ending: () => ending,
    end(reason) {
      ending = reason;
    },
    giveUp() {
      const lost = pending();
      for (const answer of store.all()) store.discard(answer);
      return lost;
    },
  };
}
