import type { Ending } from "./answer-queue.ts";

/** What is known of the way to the server. */
export type Connection = "good" | "sending" | "offline" | "failing" | "signed-out";

interface QueueFacts {
  pending: number;
  /** Nothing has been answered so far. */
  fresh: boolean;
  connection: Connection;
  /** The browser keeps answers beyond this page. */
  keeps: boolean;
  ending?: Ending;
  /** Answers that came too late to be saved. */
  lost: number;
}

const ENDINGS: Record<Ending, string> = {
  closed: "This attempt has been handed in, here or in another tab or on another device.",
  "out-of-time": "The time is over, so no further answers are taken.",
  "no-such-attempt": "This attempt is no longer there.",
  "no-access": "You no longer have access to this course, so no further answers are taken.",
};

/** One truthful sentence or two: "Saved" only where nothing is on the way. */
export function describeStatus({ pending, fresh, connection, keeps, ending, lost }: QueueFacts): string {
  if (ending)
    return lost === 0
      ? ENDINGS[ending]
      : `${ENDINGS[ending]} ${lost === 1 ? "One answer was" : `${lost} answers were`} not saved.`;
  if (pending === 0) return fresh ? "Each answer is saved as you give it." : "Saved.";
  const kept = keeps ? "Your answers are kept in this browser." : "Keep this page open: this browser cannot keep them.";
  switch (connection) {
    case "offline":
      return `Not saved yet: you are offline. ${kept}`;
    case "failing":
      return `Not saved yet: the site cannot be reached. Trying again. ${kept}`;
    case "signed-out":
      return `Not saved yet: you have been signed out. ${kept}`;
    default:
      return "Saving.";
  }
}

/** What a button that was pressed did not do, by its value. */
export function whatWasNotDone(intent = ""): string {
  if (/^(save|upload|remove:)/.test(intent)) return "Nothing was sent";
  return /^(next|back|later|page:)/.test(intent) ? "This page stays open" : "Not handed in";
}
