import type { Viewer } from "#app/platform/sessions/session.server.ts";
import { readAnswerForm } from "./answer-form.ts";
import { askBeforeHandingIn } from "./ask-before-handing-in.ts";
import type { FormOutcome } from "./attempt-form.tsx";
import { readAttemptPage } from "./attempt-page.queries.server.ts";
import type { OpenAttemptPage } from "./open-attempt-page.server.ts";
import { type BadAnswer, saveAnswers } from "./save-answers.server.ts";
import { visitAttempt } from "./visit-attempt.server.ts";

export type ReceiveForm =
  /** Everything is saved: the attempt can be handed in. */
  | { status: "ready" }
  /** What could be saved is saved; the person has to look at the page again first. */
  | { status: "kept"; outcome: FormOutcome }
  | { status: "refused"; because: Exclude<OpenAttemptPage, { status: "open" }> };

/** Takes the form of an attempt that is to be handed in: saves its answers, and asks once about those that are missing. */
export async function receiveForm(ask: {
  viewer: Pick<Viewer, "id" | "role">;
  attemptId: string;
  form: FormData;
}): Promise<ReceiveForm> {
  const { viewer, attemptId, form } = ask;
  let visit = await visitAttempt(viewer, attemptId);
  if (visit.status !== "allowed") return { status: "refused", because: visit };
  // The script says so when the server has every answer already.
  if (form.get("answers") !== "saved") {
    const saved = await saveAnswers({ userId: viewer.id, attemptId, form: readAnswerForm(form) });
    // Too late for these answers, and time to hand in the others.
    if (saved.status === "refused") return { status: "ready" };
    if (saved.bad.length > 0) return { status: "kept", outcome: { status: "bad", errors: explainBad(saved.bad) } };
  }
  if (form.get("intent") === "submit-anyway") return { status: "ready" };
  // What the form brought is stored by now.
  if (form.get("answers") !== "saved") visit = await visitAttempt(viewer, attemptId);
  if (visit.status !== "allowed") return { status: "refused", because: visit };
  const page = await readAttemptPage(visit);
  const outcome = page.status === "open" ? askBeforeHandingIn(page) : undefined;
  return outcome ? { status: "kept", outcome } : { status: "ready" };
}

const WORDS: Record<BadAnswer["because"], string> = {
  "unknown-item": "This question is not part of the assessment.",
  "unknown-choice": "This is not one of the choices. Choose again.",
  "too-many-choices": "Choose one only.",
  "not-an-answer": "This could not be read as an answer. Choose again.",
};

function explainBad(bad: BadAnswer[]): Record<string, string> {
  return Object.fromEntries(bad.map(({ itemKey, because, message }) => [itemKey, message ?? WORDS[because]]));
}
