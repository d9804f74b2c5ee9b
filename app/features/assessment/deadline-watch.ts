import { announcement, timeLeft } from "./time-left.ts";

/** Shows the time that is left, reads it out twice near the end, and calls back once when it is over. */
export function watchDeadline(form: HTMLFormElement, deadline: number, clock: () => number, onOver: () => void): void {
  const place = form.querySelector<HTMLElement>('[data-answers="clock"]');
  const announcer = document.createElement("p");
  announcer.className = "sr-only";
  announcer.setAttribute("role", "status");
  form.append(announcer);
  let before = deadline - clock();
  const look = () => {
    const left = deadline - clock();
    const words = timeLeft(left);
    if (place && place.textContent !== words) place.textContent = words;
    announcer.textContent = announcement(before, left) ?? announcer.textContent;
    before = left;
    if (left > 0) return;
    clearInterval(timer);
    onOver();
  };
  const timer = setInterval(look, 1_000);
  look();
}
