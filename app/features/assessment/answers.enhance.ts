import { createAnswerQueue, type GivenAnswer, type Reply } from "./answer-queue.ts";
import { type Connection, describeStatus, whatWasNotDone } from "./answer-status.ts";
import { openAnswerStore } from "./answer-store.ts";
import { followProgress } from "./attempt-progress.ts";
import { watchDeadline } from "./deadline-watch.ts";
import {
  changedItems,
  goToItem,
  isFile,
  isTyped,
  itemOf,
  markWrong,
  readItems,
  remarkOn,
  writeItem,
  wrongItems,
} from "./item-controls.ts";
import { addOrderButtons } from "./order-buttons.ts";

/** Milliseconds without a key after which what is typed is saved. */
const TYPING_PAUSE = 800;

/**
 * What a script adds to a page of an attempt: every answer is saved when it is given, through a queue that outlives the
 * page, and the page says truthfully how that stands. The queue is the attempt's: what another page, or another tab, has
 * left unsent is sent from here too. Without the script the form's buttons do the saving.
 */
export function enhance(element: HTMLElement): void {
  const form = element as HTMLFormElement;
  const page = `/attempts/${form.dataset.attempt}`;
  const here = page + (new URLSearchParams(location.search).has("page") ? location.search : "");
  const status = form.querySelector<HTMLElement>('[data-answers="status"]')!;
  const store = openAnswerStore(form.dataset.attempt!);
  const sequences: Record<string, number> = JSON.parse(form.dataset.sequences!);
  const served = Object.entries(sequences).map(([item, sequence]) => ({ item, sequence, values: [] }));
  const order = (JSON.parse(form.dataset.pages!) as string[][]).flat();
  const progress = followProgress(form);
  const queue = createAnswerQueue(store, served);
  /** Server time minus this browser's. */
  let offset = Number(form.dataset.servedAt) - Date.now();
  let deadline = Number(form.dataset.deadline);
  let connection: Connection = "good";
  let lost = 0;
  let note = "";
  let failures = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let flushing: Promise<void> | undefined;
  let fresh = served.every(({ sequence }) => sequence === 0) && queue.pending().length === 0;
  let closed = false;
  /** A button has been pressed, and what is given is on its way first. */
  let leaving = false;
  let left = false;
  /** Items on this page whose answers could not be taken. */
  const wrong = new Set(wrongItems(form));
  /** Items that are being typed into, each with the pause that it waits for. */
  const typing = new Map<string, ReturnType<typeof setTimeout>>();
  const clock = () => Date.now() + offset;

  const tell = () => {
    const facts = { pending: queue.pending().length, fresh, connection, keeps: store.keeps(), ending: queue.ending(), lost };
    const text = note + describeStatus(facts);
    if (status.dataset.text === text) return;
    status.dataset.text = text;
    status.textContent = `${text} `;
    if (facts.ending) addLink(status, `${page}/result`, "See the result");
    else if (connection === "signed-out") addLink(status, `/sign-in?returnTo=${encodeURIComponent(here)}`, "Sign in again");
  };
  const show = (answer: GivenAnswer | undefined) => {
    // Nothing is changed under the fingers of somebody who types: what they type is the later answer.
    if (!answer || typing.has(answer.item)) return;
    progress(answer);
    writeItem(form, answer.item, answer.values);
  };

  /** Marks an answer that cannot be taken, and returns what to say of it. */
  const refuse = ({ item }: GivenAnswer, message = "Load the page again.") => {
    progress({ item, values: [] });
    const onPage = form.querySelector(`[data-item="${CSS.escape(item)}"]`) !== null;
    if (!onPage) return `The answer to question ${order.indexOf(item) + 1} could not be taken. ${message} `;
    wrong.add(item);
    markWrong(form, item, message);
    return `The last answer could not be taken. ${message} `;
  };

  const send = async (answer: GivenAnswer): Promise<Reply> => {
    try {
      const response = await fetch(`${page}/answers`, request(answer));
      if (response.type === "opaqueredirect") return { status: "signed-out" };
      if (response.status >= 500 || response.status === 429) return { status: "unreachable" };
      const { now, ...reply } = (await response.json()) as Reply & { now?: number };
      if (now) offset = now - Date.now();
      return reply;
    } catch {
      return { status: "unreachable" };
    }
  };

  /** Sends what is pending, one after the other, until nothing is left or the server cannot be reached. */
  const sendAll = async () => {
    for (let answer = queue.pending()[0]; answer && !queue.ending(); answer = queue.pending()[0]) {
      if (!navigator.onLine) {
        connection = "offline";
        return;
      }
      // After a failure the words stay until one answer is through.
      if (connection === "good") connection = "sending";
      tell();
      const reply = await send(answer);
      if (reply.status === "unreachable" || reply.status === "signed-out") {
        connection = reply.status === "signed-out" ? "signed-out" : navigator.onLine ? "failing" : "offline";
        retry = setTimeout(flush, Math.min(30_000, 1_000 * 2 ** failures++));
        return;
      }
      failures = 0;
      connection = "good";
      const newer = queue.settle(answer, reply);
      note = newer
        ? "An answer was changed in another tab or on another device. "
        : reply.status === "refused" && reply.reason === "bad-value"
          ? refuse(answer, reply.message)
          : "";
      show(newer);
    }
    connection = "good";
  };
  const flush = (): Promise<void> => {
    clearTimeout(retry);
    flushing ??= sendAll().finally(() => {
      flushing = undefined;
      if (queue.ending()) close();
      tell();
    });
    return flushing;
  };
  const close = () => {
    if (closed) return;
    closed = true;
    lost = queue.giveUp().length;
    for (const control of form.querySelectorAll<HTMLFieldSetElement | HTMLButtonElement>("fieldset, button"))
      control.disabled = true;
  };

  /** Fetches what the server has: another device may have gone on, or handed in. */
  const sync = async () => {
    try {
      const signal = AbortSignal.timeout(10_000);
      const response = await fetch(`${page}/answers`, { redirect: "manual", headers: { Accept: "application/json" }, signal });
      if (!response.ok) return;
      const { open, now, answers, ...state } = (await response.json()) as {
        open: boolean;
        now: number;
        deadline: number | null;
        answers: GivenAnswer[];
      };
      offset = now - Date.now();
      if (state.deadline) deadline = state.deadline;
      for (const answer of answers) show(queue.learn(answer));
      if (!open) {
        queue.end("closed");
        close();
      }
      tell();
    } catch {
      // offline: the queue says so as soon as there is something to save
    }
  };

  /** Sends the form once the server has every answer. `forced`: the time is over. */
  const leave = async (submitter: HTMLElement | null, forced = false) => {
    if (leaving) return;
    leaving = true;
    giveTyped();
    note = "";
    await flushing;
    await flush();
    leaving = false;
    if (queue.ending()) return;
    const unsent = queue.pending().length > 0;
    const [marked] = wrong;
    if (unsent || !navigator.onLine)
      note = `${whatWasNotDone((submitter as HTMLButtonElement | null)?.value)}${unsent ? "." : ": there was no connection."} `;
    else if (marked !== undefined && !forced) {
      note = "An answer could not be taken: look at what is marked. ";
      goToItem(form, marked);
    } else return sendForm(submitter);
    tell();
  };
  const sendForm = (submitter: HTMLElement | null) => {
    left = true;
    // The server has every answer, perhaps newer ones than this page shows: it shall not read them from the form.
    addHidden(form, "answers", "saved");
    // A form that is still telling its listeners of one submission ignores another: let that end first.
    setTimeout(() => form.requestSubmit(submitter));
  };

  const forgive = (item: string) => {
    if (wrong.delete(item)) markWrong(form, item);
  };
  const give = (item: string) => {
    clearTimeout(typing.get(item));
    typing.delete(item);
    progress(queue.give(item, readItems(form).get(item) ?? [], clock()));
    forgive(item);
    fresh = false;
    note = "";
    void flush();
    tell();
  };
  const giveTyped = () => {
    for (const item of [...typing.keys()]) give(item);
  };

  form.addEventListener("input", ({ target }) => {
    const item = itemOf(target);
    if (!item || !isTyped(target)) return;
    clearTimeout(typing.get(item));
    // Not when the field is left: a button that moves under the pointer is not pressed.
    forgive(item);
    typing.set(
      item,
      setTimeout(() => give(item), TYPING_PAUSE),
    );
    // While somebody types a remark may go, but not come.
    if (target.getAttribute("aria-invalid")) remarkOn(target);
  });
  form.addEventListener("change", ({ target }) => {
    const item = itemOf(target);
    if (!item || isFile(target)) return;
    if (isTyped(target)) remarkOn(target);
    // What was typed before the last pause is given already.
    if (!isTyped(target) || typing.has(item)) give(item);
  });
  form.addEventListener("keydown", (event) => {
    // Enter would press the first button of the form, and bring the page anew.
    if (event.key !== "Enter" || !(event.target instanceof HTMLInputElement)) return;
    event.preventDefault();
    giveTyped();
  });
  form.addEventListener("submit", (event) => {
    if (left) return;
    event.preventDefault();
    void leave(event.submitter);
  });
  store.onOtherTab((answer, saved) => {
    show(saved ? queue.learn(answer) : queue.hear(answer));
    tell();
  });
  addEventListener("online", () => void flush());
  addEventListener("offline", () => void flush());
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    left = false;
    void sync();
  });
  document.addEventListener("visibilitychange", () => {
    giveTyped();
    if (document.visibilityState === "visible") void flush().then(sync);
    // The last chance of a page that is closed: what does not arrive is still in the store.
    else for (const answer of queue.pending()) void fetch(`${page}/answers`, request(answer)).catch(() => {});
  });

  for (const item of changedItems(form)) give(item);
  for (const answer of queue.pending()) show(queue.hear(answer));
  for (const list of form.querySelectorAll<HTMLElement>("[data-order]")) addOrderButtons(list);
  if (form.dataset.deadline) {
    const onOver = () => {
      addHidden(form, "intent", "submit-anyway");
      void leave(null, true);
    };
    watchDeadline(form, { deadline: () => deadline, clock, ask: sync, onOver });
  }
  void flush();
}

function request({ item, values, sequence }: GivenAnswer): RequestInit {
  const body = JSON.stringify({ item, values, sequence });
  const headers = { "Content-Type": "application/json" };
  return { method: "POST", body, headers, redirect: "manual", keepalive: true, signal: AbortSignal.timeout(15_000) };
}

function addHidden(form: HTMLFormElement, name: string, value: string): void {
  const field = form.querySelector<HTMLInputElement>(`input[type=hidden][name="${name}"]`) ?? document.createElement("input");
  field.type = "hidden";
  field.name = name;
  field.value = value;
  form.append(field);
}

function addLink(status: HTMLElement, href: string, words: string): void {
  const link = document.createElement("a");
  link.href = href;
  link.className = "text-link";
  link.textContent = words;
  status.append(link);
}
