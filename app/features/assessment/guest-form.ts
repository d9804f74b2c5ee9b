import type { CompiledProfileInstrument } from "#app/features/instruments/compiled.ts";
import type { Answer } from "#app/features/instruments/items/item-kind.ts";
import { kindOf } from "#app/features/instruments/items/registry.ts";
import { orderItems } from "#app/features/instruments/order-items.ts";
import type { AnswerForm } from "./answer-form.ts";
import type { FormOutcome } from "./attempt-outcome.tsx";
import type { AttemptPage } from "./attempt-page.queries.server.ts";

/** A public assessment while a visitor answers it: the page holds all there is, the server nothing. */
export interface GuestPage extends Pick<AttemptPage, "title" | "intro" | "questions"> {
  key: string;
  /** The revision whose questions the page has: what is sent is scored by it, also where another is published meanwhile. */
  revisionId: string;
  /** Fixes the order of the questions. */
  seed: number;
}

export const REVISION_FIELD = "revision";
export const SEED_FIELD = "seed";

export function guestPage(
  of: { key: string; revisionId: string; instrument: CompiledProfileInstrument },
  seed: number,
  given: AnswerForm["given"] = new Map(),
): GuestPage {
  const { key, revisionId, instrument } = of;
  const questions = orderItems(instrument, seed).map((item) => ({
    question: kindOf(item).ask(item),
    values: given.get(item.key) ?? [],
    sequence: 0,
  }));
  return { key, title: instrument.title, intro: instrument.intro, questions, revisionId, seed };
}

/** The answers of a form as the scorer takes them, and by item why one cannot be taken. */
export function readGuestAnswers(instrument: CompiledProfileInstrument, given: AnswerForm["given"]) {
  const answers: Record<string, Answer> = {};
  const errors: Extract<FormOutcome, { status: "bad" }>["errors"] = {};
  const unknown = new Set(given.keys());
  for (const item of instrument.items) {
    unknown.delete(item.key);
    const parsed = kindOf(item).parse(item, given.get(item.key) ?? []);
    if (parsed.status === "refused") errors[item.key] = parsed.message ?? "This is not one of the choices. Choose again.";
    else if (parsed.answer !== null) answers[item.key] = parsed.answer;
  }
  return { answers, errors, unknown: unknown.size };
}
