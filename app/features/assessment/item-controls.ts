import { readAnswerForm, textOfControl } from "./answer-form.ts";

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** The ticked values of every item of a form that has any. */
export function readItems(form: HTMLFormElement): Map<string, string[]> {
  return readAnswerForm(new FormData(form)).given;
}

/** Makes the controls of one item show these values. */
export function writeItem(form: HTMLFormElement, item: string, values: string[]): void {
  for (const control of form.querySelectorAll<Control>(`[data-item="${CSS.escape(item)}"] :is(input, select, textarea)`)) {
    const isTick = control instanceof HTMLInputElement && (control.type === "radio" || control.type === "checkbox");
    if (isTick) control.checked = values.includes(control.value);
    else control.value = textOfControl(control.name, values);
  }
}
