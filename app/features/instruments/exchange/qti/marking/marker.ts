/** How a question is marked, whatever format says so: builders of items try responses and look at what comes of them. */

/** What a response holds: a text or a number, or the identifiers of what was chosen. Null is no answer. */
export type Response = string | number | string[] | null;

export interface Verdict {
  score: number;
  /** The feedback that is shown, by its id. */
  shown: Set<string>;
}

export interface Marker {
  /** @throws Unsupported where the file marks in a way that is not known here. */
  mark(responses: Record<string, Response>): Verdict;
}

/** A feedback of the file, under an id of its own. */
export interface Feedback {
  id: string;
  /** The name that the file gives it, which often is that of a choice. */
  name: string;
  markdown: string;
  /** The choice that it stands in, and the response that this is a choice of. */
  within?: string;
  response?: string;
}
