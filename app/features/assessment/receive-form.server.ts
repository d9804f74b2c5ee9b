import type { Viewer } from "#app/platform/sessions/session.server.ts";
import { readAnswerForm } from "./answer-form.ts";
import { askBeforeHandingIn } from "./ask-before-handing-in.ts";
import type { FormOutcome } from "./attempt-outcome.tsx";
import { readAttemptPage } from "./attempt-page.queries.server.ts";
import type { LessonPlace, Step } from "./attempt-steps.ts";
import type { OpenAttemptPage } from "./open-attempt-page.server.ts";
import { type BadAnswer, saveAnswers } from "./save-answers.server.ts";
import { visitAttempt } from "./visit-attempt.server.ts";

export type ReceiveForm =
  /** Everything is saved: the attempt can be handed in. */
  | { status: "ready" }
  /** Everything is saved, and the person goes elsewhere. */
  | { status: "saved"; step: Exclude<Step, { to: "result" }>; lesson: LessonPlace }
  /** What could be saved is saved; the person has to look at the page again first. */
  | { status: "kept"; outcome: FormOutcome }
  | { status: "refused"; because: Exclude<OpenAttemptPage, { status: "open" }> };

/** Takes the form of a page of an attempt: saves its answers, and before handing in asks once about those that are missing. */
export async function receiveForm(ask: {
  viewer: Pick<Viewer, "id" | "role">;
  attemptId: string;
  form: FormData;
  step: Step;
}): Promise<ReceiveForm> {
  const { viewer, attemptId, form, step } = ask;
  let visit = await visitAttempt(viewer, attemptId);
  if (visit.status !== "allowed") return { status: "refused", because: visit };
  // The script says so when the server has every answer already.
  if (form.get("answers") !== "saved") {
    const answers = readAnswerForm(form);
    const saved = await saveAnswers({ userId: viewer.id, attemptId, form: answers });
    // Too late for these answers, and time to hand in the others.
    if (saved.status === "refused") return { status: "ready" };
    if (saved.bad.length > 0) return { status: "kept", outcome: explainBad(saved.bad, answers.given) };
  }
  if (step.to !== "result") {
    return { status: "saved", step, lesson: { courseKey: visit.courseKey, lessonKey: visit.attempt.lessonKey } };
  }
  if (step.asked) return { status: "ready" };
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

/** What the page that comes back says beside the questions, each with what was given. */
export function explainBad(bad: BadAnswer[], given: Map<string, string[]>): Extract<FormOutcome, { status: "bad" }> {
  return {
    status: "bad",
    errors: Object.fromEntries(bad.map(({ itemKey, because, message }) => [itemKey, message ?? WORDS[because]])),
    given: Object.fromEntries(bad.map(({ itemKey }) => [itemKey, given.get(itemKey) ?? []])),
  };
}
