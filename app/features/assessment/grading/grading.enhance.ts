const SETTING = "grading:key";

/**
 * What a script adds to a grader's page: the key n leads to the next ungraded work, and saves before it does where
 * something has changed. It does nothing while somebody types, and can be switched off beside the link.
 */
export function enhance(element: HTMLElement): void {
  const form = element as HTMLFormElement;
  const next = document.querySelector<HTMLElement>('[data-grading="next"]')?.closest("a");
  if (!next) return;
  const before = written(form);
  const box = addSwitch(next);
  next.setAttribute("aria-keyshortcuts", "n");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "n" || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (!box.checked || isTypedInto(event.target)) return;
    event.preventDefault();
    if (written(form) === before) next.click();
    else form.querySelector<HTMLButtonElement>('button[name="intent"][value="next"]')?.click();
  });
}

function written(form: HTMLFormElement): string {
  return JSON.stringify([...new FormData(form)].map(([name, value]) => [name, String(value)]));
}

function isTypedInto(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  const isChoice = target instanceof HTMLInputElement && (target.type === "radio" || target.type === "checkbox");
  return !isChoice && (target.matches("input, textarea, select") || target.isContentEditable);
}

/** Single keys can be in the way of who speaks to the computer: the switch is kept in this browser. */
function addSwitch(next: HTMLElement): HTMLInputElement {
  const label = document.createElement("label");
  label.className = "flex min-h-11 items-center gap-2 text-small text-soft";
  const box = document.createElement("input");
  box.type = "checkbox";
  box.className = "size-5 accent-accent";
  box.checked = remembered() !== "off";
  box.addEventListener("change", () => remember(box.checked ? "on" : "off"));
  label.append(box, "The key n saves, and opens the next ungraded");
  next.after(label);
  return box;
}

function remembered(): string | null {
  try {
    return localStorage.getItem(SETTING);
  } catch {
    return null;
  }
}

function remember(value: string): void {
  try {
    localStorage.setItem(SETTING, value);
  } catch {
    // Storage is forbidden: it holds for this page.
  }
}
