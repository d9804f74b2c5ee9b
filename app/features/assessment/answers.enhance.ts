import { remarkOnNumber } from "#app/features/instruments/items/read-number.ts";
import { readAnswerForm, textOfControl } from "./answer-form.ts";
import { createAnswerQueue, type GivenAnswer, type Reply } from "./answer-queue.ts";
import { type Connection, describeStatus } from "./answer-status.ts";
import { openAnswerStore } from "./answer-store.ts";
import { watchDeadline } from "./deadline-watch.ts";
import { addOrderButtons } from "./order-buttons.ts";

/** Milliseconds without a key after which what is typed is saved. */
const TYPING_PAUSE = 800;

/**
 * What a script adds to the form of an attempt: every answer is saved when it is given, through a queue that outlives
 * the page, and the page says truthfully how that stands. Without it the form's buttons do the saving.
 */
export function enhance(element: HTMLElement): void {
  const form = element as HTMLFormElement;
  const page = `/attempts/${form.dataset.attempt}`;
  const status = form.querySelector<HTMLElement>('[data-answers="status"]')!;
  const store = openAnswerStore(form.dataset.attempt!);
  const sequences: Record<string, number> = JSON.parse(form.dataset.sequences!);
  const served = Object.entries(sequences).map(([item, sequence]) => ({ item, sequence, values: read(form, item) }));
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
  let fresh = served.every(({ sequence }) => sequence === 0);
  let closed = false;
  let handing = false;
  let handedIn = false;
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
    else if (connection === "signed-out") addLink(status, `/sign-in?returnTo=${encodeURIComponent(page)}`, "Sign in again");
  };
  const show = (answer: GivenAnswer | undefined) => {
    // Nothing is changed under the fingers of somebody who types: what they type is the later answer.
    if (answer && !typing.has(answer.item)) write(form, answer);
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
          ? `The last answer could not be taken. ${reply.message ?? "Load the page again."} `
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

  const handIn = async (submitter: HTMLElement | null) => {
    if (handing) return;
    handing = true;
    giveTyped();
    note = "";
    await flushing;
    await flush();
    handing = false;
    if (queue.ending()) return;
    if (queue.pending().length > 0) {
      note = "Not handed in. ";
      tell();
      return;
    }
    handedIn = true;
    // The server has every answer, perhaps newer ones than this page shows: it shall not read them from the form.
    addHidden(form, "answers", "saved");
    // A form that is still telling its listeners of one submission ignores another: let that end first.
    setTimeout(() => form.requestSubmit(submitter));
  };

  const give = (item: string) => {
    clearTimeout(typing.get(item));
    typing.delete(item);
    queue.give(item, read(form, item), clock());
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
    // Enter on a choice would press the first button of the form.
    if (event.key === "Enter" && event.target instanceof HTMLInputElement) event.preventDefault();
  });
  form.addEventListener("submit", (event) => {
    if (handedIn) return;
    event.preventDefault();
    void handIn(event.submitter);
  });
  store.onOtherTab((answer, saved) => {
    show(saved ? queue.learn(answer) : queue.hear(answer));
    tell();
  });
  addEventListener("online", () => void flush());
  addEventListener("offline", () => void flush());
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    handedIn = false;
    void sync();
  });
  document.addEventListener("visibilitychange", () => {
    giveTyped();
    if (document.visibilityState === "visible") void flush().then(sync);
    // The last chance of a page that is closed: what does not arrive is still in the store.
    else for (const answer of queue.pending()) void fetch(`${page}/answers`, request(answer)).catch(() => {});
  });

  for (const answer of queue.pending()) show(queue.hear(answer));
  for (const list of form.querySelectorAll<HTMLElement>("[data-order]")) addOrderButtons(list);
  if (form.dataset.deadline) {
    const onOver = () => {
      addHidden(form, "intent", "submit-anyway");
      void handIn(null);
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

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

function itemOf(target: EventTarget | null): string | undefined {
  return (target as Element).closest<HTMLElement>("[data-item]")?.dataset.item;
}

function isTyped(target: EventTarget | null): target is HTMLInputElement | HTMLTextAreaElement {
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type === "text");
}

/** A chosen file is sent by a button of its own, and is no answer before it has arrived. */
function isFile(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && target.type === "file";
}

function read(form: HTMLFormElement, item: string): string[] {
  return readAnswerForm(new FormData(form)).given.get(item) ?? [];
}

function write(form: HTMLFormElement, { item, values }: GivenAnswer): void {
  for (const control of form.querySelectorAll<Control>(`[data-item="${item}"] :is(input, select, textarea):not([type=file])`)) {
    const isTick = control instanceof HTMLInputElement && (control.type === "radio" || control.type === "checkbox");
    if (isTick) control.checked = values.includes(control.value);
    else control.value = textOfControl(control.name, values);
    if (isTyped(control)) remarkOn(control);
  }
}

/** Says beside a field for numbers why what stands in it cannot be read. */
function remarkOn(control: HTMLInputElement | HTMLTextAreaElement): void {
  if (!control.dataset.number) return;
  const remark = remarkOnNumber(control.value, control.dataset.number === "unit") ?? "";
  const place = document.getElementById(control.id.replace(/^input-/, "remark-"));
  if (place && place.textContent !== remark) place.textContent = remark;
  if (remark) control.setAttribute("aria-invalid", "true");
  else control.removeAttribute("aria-invalid");
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
