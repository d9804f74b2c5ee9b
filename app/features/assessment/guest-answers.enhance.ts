import { readItems, writeItem } from "./item-controls.ts";

/** What is kept of one assessment: the ticked values by item, and when the last one was given. */
interface Kept {
  at: number;
  answers: Record<string, string[]>;
}

const EVERY = "guest-answers:";
const FORGET_AFTER = 30 * 24 * 60 * 60 * 1000;

/**
 * What a script adds to the form of a public assessment: the answers so far outlive a reload and a closed tab, in this
 * browser alone. On the page of the result they have served their purpose, and are forgotten.
 */
export function enhance(element: HTMLElement): void {
  const name = `${EVERY}${element.dataset.assessment}`;
  forgetOld();
  if (element instanceof HTMLFormElement) keepAnswers(element, name);
  else forget(name);
}

function keepAnswers(form: HTMLFormElement, name: string): void {
  const status = form.querySelector<HTMLElement>('[data-answers="status"]')!;
  let keeps = true;
  const tell = (note = "") => {
    const state = keeps
      ? "Your answers are kept in this browser only. They are sent when you press the button."
      : "Nothing is sent before you press the button. Keep this page open: this browser cannot keep your answers.";
    const any = readItems(form).size > 0;
    const text = `${note}${state}${any ? " " : ""}`;
    if (status.dataset.text === text) return;
    status.dataset.text = text;
    status.textContent = text;
    if (any) status.append(clearButton);
  };
  const clearButton = document.createElement("button");
  // Not one that sends the form.
  clearButton.type = "button";
  clearButton.className = "text-link";
  clearButton.textContent = "Clear all answers";
  clearButton.addEventListener("click", () => {
    forget(name);
    show({});
    tell("All answers are cleared. ");
    form.querySelector<HTMLElement>("[data-item] :is(input, select, textarea)")?.focus();
  });
  const show = (answers: Kept["answers"]) => {
    for (const { dataset } of form.querySelectorAll<HTMLElement>("[data-item]")) {
      writeItem(form, dataset.item!, answers[dataset.item!] ?? []);
    }
  };
  /** Another tab may have kept something since: of what is there, only these items are replaced. */
  const keep = (items: string[]) => {
    const given = readItems(form);
    const answers = { ...read(name)?.answers };
    for (const item of items) answers[item] = given.get(item) ?? [];
    keeps = write(name, { at: Date.now(), answers });
    tell();
  };

  form.addEventListener("input", ({ target }) => {
    const item = (target as Element).closest<HTMLElement>("[data-item]")?.dataset.item;
    if (item) keep([item]);
  });
  form.addEventListener("keydown", (event) => {
    // Enter on a choice would press the button.
    if (event.key === "Enter" && event.target instanceof HTMLInputElement) event.preventDefault();
  });
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    tell("You are offline, so nothing was sent. Press the button again when you are back. ");
  });
  addEventListener("storage", ({ key, newValue }) => {
    if (key === name) {
      show(newValue === null ? {} : (parse(newValue)?.answers ?? {}));
      tell();
    }
  });
  // A page that comes back by the Back button may be older than what was kept, or than the result that has ended it.
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) show(read(name)?.answers ?? {});
  });

  // What has just been sent is what the page shows; else what was kept comes back.
  if (form.dataset.sent !== undefined) keep([...readItems(form).keys()]);
  else {
    // The browser itself may have filled in fields again: then they are the newer ones only where nothing was kept.
    const kept = read(name);
    if (kept) show(kept.answers);
    keeps = canKeep();
    tell(kept && readItems(form).size > 0 ? "Your answers from before are back. " : "");
  }
}

function read(name: string): Kept | undefined {
  try {
    return parse(localStorage.getItem(name));
  } catch {
    return undefined;
  }
}

/** Whatever is not what we have written is as good as nothing. */
function parse(text: string | null): Kept | undefined {
  try {
    const { at, answers } = JSON.parse(text ?? "") as Kept;
    const sound = Object.values(answers).every(
      (values) => Array.isArray(values) && values.every((one) => typeof one === "string"),
    );
    return sound && typeof at === "number" ? { at, answers } : undefined;
  } catch {
    return undefined;
  }
}

/** False where storage is full or forbidden: the page itself still has the answers. */
function write(name: string, kept: Kept): boolean {
  try {
    localStorage.setItem(name, JSON.stringify(kept));
    return true;
  } catch {
    return false;
  }
}

function canKeep(): boolean {
  const probe = `${EVERY}probe:`;
  const kept = write(probe, { at: Date.now(), answers: {} });
  forget(probe);
  return kept;
}

function forget(name: string): void {
  try {
    localStorage.removeItem(name);
  } catch {
    // nothing was kept
  }
}

/** What was begun and never finished is not left lying about for good. */
function forgetOld(): void {
  try {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith(EVERY) && !((parse(localStorage.getItem(name))?.at ?? 0) > Date.now() - FORGET_AFTER)) forget(name);
    }
  } catch {
    // nothing was kept
  }
}
