import { Unsupported } from "../../stop.ts";
import { MAX_ALL_STEPS } from "../limits.ts";

/** What the marking of all questions of a file may cost, so that no file keeps us busy for long. */
export class StepBudget {
  #left = MAX_ALL_STEPS;

  /** @throws Unsupported where nothing is left. */
  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw new Unsupported("to find out how the questions of this file are marked takes too long");
  }
}
