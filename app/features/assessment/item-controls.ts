import { remarkOnNumber } from "#app/features/instruments/items/read-number.ts";
import { readAnswerForm, textOfControl } from "./answer-form.ts";

/** The controls of a form's items, as the scripts of its pages read and write them. */

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** The ticked values of every item of a form that has any. */
export function readItems(form: HTMLFormElement): Map<string, string[]> {
  return readAnswerForm(new FormData(form)).given;
}

/** The items whose controls are no longer what the server made them: somebody was faster than the script. */
export function changedItems(form: HTMLFormElement): string[] {
  const { given, shown } = readAnswerForm(new FormData(form));
  return [...form.querySelectorAll<HTMLElement>("[data-item]")].flatMap(({ dataset: { item = "" } }) => {
    const [now, then] = [given.get(item) ?? [], shown.get(item) ?? []];
    const same = now.length === then.length && now.every((value) => then.includes(value));
    // Files have no control that says what is there.
    return same || controlsOf(form, item).length === 0 ? [] : [item];
  });
}

/** Makes the controls of one item show these values. */
export function writeItem(form: HTMLFormElement, item: string, values: string[]): void {
  for (const control of controlsOf(form, item)) {
    const isTick = control instanceof HTMLInputElement && (control.type === "radio" || control.type === "checkbox");
    if (isTick) control.checked = values.includes(control.value);
    else control.value = textOfControl(control.name, values);
    if (isTyped(control)) remarkOn(control);
  }
}

export function itemOf(target: EventTarget | null): string | undefined {
  return (target as Element).closest<HTMLElement>("[data-item]")?.dataset.item;
}

export function isTyped(target: EventTarget | null): target is HTMLInputElement | HTMLTextAreaElement {
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type === "text");
}

/** A chosen file is sent by a button of its own, and is no answer before it has arrived. */
export function isFile(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement && target.type === "file";
}

/** Says beside a field for numbers why what stands in it cannot be read. */
export function remarkOn(control: HTMLInputElement | HTMLTextAreaElement): void {
  if (!control.dataset.number) return;
  const remark = remarkOnNumber(control.value, control.dataset.number === "unit") ?? "";
  const place = document.getElementById(control.id.replace(/^input-/, "remark-"));
  if (place && place.textContent !== remark) place.textContent = remark;
  if (remark) control.setAttribute("aria-invalid", "true");
  else control.removeAttribute("aria-invalid");
}

/** The items that the server has marked as wrong. Of files nothing is kept that would have to be put right. */
export function wrongItems(form: HTMLFormElement): string[] {
  const places = [...form.querySelectorAll<HTMLElement>("[data-item] > [id^='error-']")];
  return places.flatMap((place) => (place.parentElement?.querySelector("input[type=file]") ? [] : [itemOf(place)!]));
}

/** Says under an item why its answer could not be taken, as the server does; without words nothing is wrong any more. */
export function markWrong(form: HTMLFormElement, item: string, words?: string): void {
  const frame = form.querySelector<HTMLElement>(`[data-item="${CSS.escape(item)}"]`);
  if (!frame) return;
  const id = `error-${item}`;
  const others = (frame.getAttribute("aria-describedby") ?? "").split(" ").filter((name) => name && name !== id);
  document.getElementById(id)?.remove();
  if (words) {
    const place = document.createElement("p");
    place.id = id;
    place.className = "mt-2 text-small font-semibold text-error";
    place.textContent = `✕ ${words}`;
    frame.append(place);
    others.push(id);
  }
  if (others.length > 0) frame.setAttribute("aria-describedby", others.join(" "));
  else frame.removeAttribute("aria-describedby");
}

export function goToItem(form: HTMLFormElement, item: string): void {
  controlsOf(form, item)[0]?.focus();
}

function controlsOf(form: HTMLFormElement, item: string): Control[] {
  const controls = ":is(input, select, textarea):not([type=file])";
  return [...form.querySelectorAll<Control>(`[data-item="${CSS.escape(item)}"] ${controls}`)];
}
