/**
 * Buttons that move the rows of a list that is put in order by numbers. A move numbers all rows by their places, as if
 * somebody had chosen every number, so that everything else works as it does without a script.
 */
export function addOrderButtons(list: HTMLElement): void {
  const said = document.createElement("p");
  said.className = "sr-only";
  said.setAttribute("role", "status");
  list.after(said);
  for (const row of list.children) {
    const name = nameOf(row);
    for (const [words, sign, by] of [
      [`Move up: ${name}`, "↑", -1],
      [`Move down: ${name}`, "↓", 1],
    ] as const) {
      const button = document.createElement("button");
      // Not one that sends the form.
      button.type = "button";
      button.className = "min-h-11 min-w-11 rounded border border-edge bg-raised";
      button.textContent = sign;
      button.setAttribute("aria-label", words);
      button.addEventListener("click", () => {
        move(list, row, by);
        button.focus();
        said.textContent = `${name}: ${placeOf(list, row) + 1} of ${list.children.length}.`;
      });
      row.append(button);
    }
  }
}

function move(list: HTMLElement, row: Element, by: 1 | -1): void {
  // The numbers that are given come first; rows without one keep their places behind them.
  const rows = [...list.children];
  const numberOf = (one: Element) => Number(numberField(one).value) || rows.length + 1;
  const ordered = [...rows].sort((a, b) => numberOf(a) - numberOf(b));
  const from = ordered.indexOf(row);
  const to = Math.min(Math.max(from + by, 0), ordered.length - 1);
  ordered.splice(to, 0, ...ordered.splice(from, 1));
  list.append(...ordered);
  ordered.forEach((one, index) => {
    numberField(one).value = String(index + 1);
  });
  numberField(row).dispatchEvent(new Event("change", { bubbles: true }));
}

function placeOf(list: HTMLElement, row: Element): number {
  return [...list.children].indexOf(row);
}

function numberField(row: Element): HTMLSelectElement {
  return row.querySelector("select")!;
}

function nameOf(row: Element): string {
  return row.querySelector("label")?.textContent ?? "";
}
