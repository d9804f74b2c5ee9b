/**
 * The only script of a page: it starts the enhancements that the page's elements name in `data-enhance`. Pages work
 * without it. Each enhancement is a module of its own, fetched only where an element asks for it.
 */
const enhancements: Record<string, () => Promise<{ enhance(element: HTMLElement): void }>> = {
  answers: () => import("./features/assessment/answers.enhance.ts"),
  grading: () => import("./features/assessment/grading/grading.enhance.ts"),
  "guest-answers": () => import("./features/assessment/guest-answers.enhance.ts"),
  "look-again": () => import("./features/checkout/look-again.enhance.ts"),
  outline: () => import("./features/authoring/outline/outline.enhance.ts"),
  player: () => import("./features/learning/player.enhance.ts"),
  upload: () => import("./features/media/upload.enhance.ts"),
  "time-zone": () => import("./features/accounts/time-zone.enhance.ts"),
};

for (const element of document.querySelectorAll<HTMLElement>("[data-enhance]")) {
  for (const name of element.dataset.enhance?.split(" ") ?? []) {
    void enhancements[name]?.().then(({ enhance }) => enhance(element));
  }
}
