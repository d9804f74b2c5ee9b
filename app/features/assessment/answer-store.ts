import type { AnswerStore, GivenAnswer } from "./answer-queue.ts";

/** Answers in localStorage, each under a key of its own, so that tabs that write at once take nothing from each other. */
interface BrowserStore extends AnswerStore {
  /** False where the browser keeps nothing beyond this page. */
  keeps(): boolean;
  /** Calls back with what another tab was given (`saved` is false), and with what it knows to be saved. */
  onOtherTab(listener: (answer: GivenAnswer, saved: boolean) => void): void;
}

const EVERY = "answers:";
const FORGET_AFTER = 30 * 24 * 60 * 60 * 1000;

export function openAnswerStore(attemptId: string): BrowserStore {
  const prefix = `${EVERY}${attemptId}:`;
  const inPage = new Map<string, GivenAnswer>();
  let keeps = true;
  const nameOf = ({ item, sequence }: GivenAnswer) => `${prefix}${item}:${sequence}`;
  const attempt = (act: () => void) => {
    try {
      act();
    } catch {
      // Storage is full or forbidden: the page itself still has the answers.
      keeps = false;
    }
  };
  // What never got through, in this attempt or another, is not left lying about for good.
  attempt(() => {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith(EVERY) && Number(name.split(":").at(-1)) < Date.now() - FORGET_AFTER) localStorage.removeItem(name);
    }
  });
  return {
    all() {
      const found = new Map(inPage);
      attempt(() => {
        for (const name of Object.keys(localStorage)) {
          const answer = readEntry(prefix, name, localStorage.getItem(name));
          if (answer) found.set(name, answer);
        }
      });
      return [...found.values()];
    },
    add(answer) {
      inPage.set(nameOf(answer), answer);
      attempt(() => localStorage.setItem(nameOf(answer), JSON.stringify(answer.values)));
    },
    remove(answer) {
      inPage.delete(nameOf(answer));
      attempt(() => localStorage.removeItem(nameOf(answer)));
    },
    discard(answer) {
      inPage.delete(nameOf(answer));
      attempt(() => {
        // Emptied first: the other tabs see a removal of nothing, and do not take it as saved.
        localStorage.setItem(nameOf(answer), "null");
        localStorage.removeItem(nameOf(answer));
      });
    },
    keeps: () => keeps,
    onOtherTab(listener) {
      addEventListener("storage", ({ key, newValue, oldValue }) => {
        const answer = key && readEntry(prefix, key, newValue ?? oldValue);
        if (answer) listener(answer, newValue === null);
      });
    },
  };
}

function readEntry(prefix: string, name: string, value: string | null): GivenAnswer | undefined {
  if (!name.startsWith(prefix) || value === null) return undefined;
  const [item, sequence] = name.slice(prefix.length).split(":");
  try {
    const values = JSON.parse(value);
    if (item && Number(sequence) > 0 && Array.isArray(values))
      return { item, values: values.map(String), sequence: Number(sequence) };
  } catch {
    // written by somebody else: not an answer
  }
  return undefined;
}
