import { announcement, timeLeft } from "./time-left.ts";

/** Moments before the end at which the server is asked whether it has been moved: staff may give more time meanwhile. */
const ASKED = [5 * 60_000, 60_000];

interface Watched {
  /** The moment of the end, as far as the page knows. */
  deadline: () => number;
  clock: () => number;
  /** Asks the server what the deadline is now. */
  ask: () => Promise<unknown>;
  /** Called once, when the time is over and the server, where it can be reached, knows of no more. */
  onOver: () => void;
}

/** Shows the time that is left, reads it out twice near the end, and calls back once when it is over. */
export function watchDeadline(form: HTMLFormElement, { deadline, clock, ask, onOver }: Watched): void {
  const place = form.querySelector<HTMLElement>('[data-answers="clock"]');
  const announcer = document.createElement("p");
  announcer.className = "sr-only";
  announcer.setAttribute("role", "status");
  form.append(announcer);
  let before = deadline() - clock();
  let asking = false;
  const look = () => {
    const left = deadline() - clock();
    const words = timeLeft(left);
    if (place && place.textContent !== words) place.textContent = words;
    announcer.textContent = announcement(before, left) ?? announcer.textContent;
    const due = left <= 0 || ASKED.some((moment) => before > moment && left <= moment);
    before = left;
    if (!due || asking) return;
    asking = true;
    void ask().finally(() => {
      asking = false;
      if (deadline() > clock()) return look();
      clearInterval(timer);
      onOver();
    });
  };
  const timer = setInterval(look, 1_000);
  look();
}
