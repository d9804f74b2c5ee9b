/**
 * Dragging of lessons and modules, for those who use a mouse. What is dropped is sent as the same form as the buttons
 * send, so the page that comes back says what was done and offers to take it back.
 */
export function enhance(root: HTMLElement): void {
  let dragged: HTMLElement | undefined;

  for (const row of root.querySelectorAll<HTMLElement>("[data-lesson][data-listed], [data-module]")) row.draggable = true;

  root.addEventListener("dragstart", (event) => {
    const row = rowAt(event.target);
    if (!row?.draggable || (event.target as HTMLElement).closest("input, textarea, select")) return;
    dragged = row;
    row.classList.add("opacity-50");
    event.dataTransfer?.setData("text/plain", row.dataset.lesson ?? row.dataset.module ?? "");
    event.stopPropagation();
  });
  root.addEventListener("dragend", () => {
    dragged?.classList.remove("opacity-50");
    mark(undefined);
    dragged = undefined;
  });
  root.addEventListener("dragover", (event) => {
    const target = dragged && targetOf(dragged, event);
    mark(target?.row);
    if (target) event.preventDefault();
  });
  root.addEventListener("drop", (event) => {
    const target = dragged && targetOf(dragged, event);
    if (!dragged || !target) return;
    event.preventDefault();
    send(dragged, target);
  });

  function mark(row: HTMLElement | undefined): void {
    for (const old of root.querySelectorAll(".outline-2")) old.classList.remove("outline-2", "outline-accent", "outline");
    row?.classList.add("outline", "outline-2", "outline-accent");
  }

  function send(row: HTMLElement, { module, at }: { module: HTMLElement; at: number }): void {
    const form = document.createElement("form");
    form.method = "post";
    const own = row.closest<HTMLElement>("[data-module]")?.dataset.module ?? "";
    const isLesson = row.dataset.lesson !== undefined;
    field("edit", isLesson ? `place-lesson/${own}/${row.dataset.lesson}` : `place-module/${own}`);
    if (isLesson) field("to", module.dataset.module ?? "");
    field("at", String(at));
    document.body.append(form);
    form.submit();

    function field(name: string, value: string): void {
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name, value });
      form.append(input);
    }
  }
}

function rowAt(target: EventTarget | null): HTMLElement | null {
  return target instanceof HTMLElement ? target.closest<HTMLElement>("[data-lesson], [data-module]") : null;
}

/** Where a row would go: the module, and the place in it (or among the modules) when the row itself is taken out. */
function targetOf(dragged: HTMLElement, event: DragEvent): { row: HTMLElement; module: HTMLElement; at: number } | undefined {
  const isLesson = dragged.dataset.lesson !== undefined;
  const over = rowAt(event.target);
  const row = isLesson ? over : over?.closest<HTMLElement>("[data-module]");
  const module = row?.closest<HTMLElement>("[data-module]");
  if (!row || !module || row === dragged) return undefined;
  const selector = isLesson ? "[data-lesson][data-listed]" : "[data-module]";
  const within = isLesson ? module : module.parentElement;
  const rows = [...(within?.querySelectorAll<HTMLElement>(selector) ?? [])].filter((one) => one !== dragged);
  if (isLesson && row === module) return { row, module, at: rows.length };
  const place = rows.indexOf(row);
  if (place < 0) return undefined;
  const { top, height } = row.getBoundingClientRect();
  return { row, module, at: event.clientY < top + height / 2 ? place : place + 1 };
}
