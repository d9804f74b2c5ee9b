import { LARGEST_FILE } from "#app/features/instruments/items/file-upload.tsx";
import type { CompiledItem } from "#app/features/instruments/items/registry.ts";
import { type ReadUpload, readUpload } from "#app/platform/http/read-upload.server.ts";
import { limit } from "#app/platform/rate-limit.server.ts";
import type { Viewer } from "#app/platform/sessions/session.server.ts";
import { readAnswerForm } from "../answer-form.ts";
import type { FormOutcome } from "../attempt-outcome.tsx";
import { type LessonPlace, readStep, type Step } from "../attempt-steps.ts";
import type { OpenAttemptPage } from "../open-attempt-page.server.ts";
import { explainBad, receiveForm } from "../receive-form.server.ts";
import { loadRevision } from "../revision.queries.server.ts";
import { saveAnswers } from "../save-answers.server.ts";
import { visitAttempt } from "../visit-attempt.server.ts";
import { keepFiles } from "./keep-files.server.ts";
import { removeFile } from "./remove-file.server.ts";

/** Bytes of one form in all: a file of the largest size, or several smaller ones, with the other answers. */
const MOST_BYTES = LARGEST_FILE * 1_000_000 + 2_000_000;

const REMOVING = /^remove:[\w-]{1,64}$/;

export type ReceiveUpload =
  /** Everything that the form brought is stored. */
  | { status: "kept"; step: Step; itemKey?: string; lesson: LessonPlace }
  /** The page comes back with what is wrong beside the questions. What could be stored is. */
  | { status: "bad"; outcome: FormOutcome; code: 400 | 413 | 422 | 429 | 503 }
  | { status: "refused"; because: Exclude<OpenAttemptPage, { status: "open" }> };

/**
 * Takes the form of an attempt that has items answered by files: its answers are saved, its files kept, the file that it
 * names removed. What it says to do next is left to the caller.
 */
export async function receiveUpload(ask: {
  viewer: Pick<Viewer, "id" | "role">;
  attemptId: string;
  /** The page that was sent. */
  at: number | null;
  request: Request;
}): Promise<ReceiveUpload> {
  const { viewer, attemptId, at, request } = ask;
  const visit = await visitAttempt(viewer, attemptId);
  if (visit.status !== "allowed") return { status: "refused", because: visit };
  if (visit.state.submitted) return { status: "refused", because: { status: "submitted" } };
  const { instrument } = await loadRevision(visit.attempt.revisionId);
  const items = instrument.items.filter(({ kind }) => kind === "file-upload");
  const counted = await limit("upload", viewer.id);
  const read: ReadUpload | { status: "refused"; reason: "too-often" } = counted.allowed
    ? await readUpload(request, MOST_BYTES)
    : { status: "refused", reason: "too-often" };
  if (read.status === "refused") return explainRefusal(read.reason, items);

  const { form } = read;
  const own = { userId: viewer.id, attemptId };
  const lesson = { courseKey: visit.courseKey, lessonKey: visit.attempt.lessonKey };
  const intent = form.get("intent") ?? "upload";
  const removes = typeof intent === "string" && REMOVING.test(intent) ? intent.slice("remove:".length) : undefined;
  const staying: Step = { to: "page", page: at };
  const step = removes !== undefined || intent === "upload" ? staying : readStep(intent, at);
  const isStray = [...form].some(([name, value]) => typeof value !== "string" && !name.startsWith("file."));
  if (isStray || !step) return explainRefusal("no-form", items);
  const outcome: Extract<FormOutcome, { status: "bad" }> = { status: "bad", errors: {} };
  const { errors } = outcome;
  if (form.get("answers") !== "saved") {
    const answers = readAnswerForm(form);
    const saved = await saveAnswers({ ...own, form: answers });
    if (saved.status === "refused") return { status: "refused", because: refusalOf(saved.reason) };
    const explained = explainBad(saved.bad, answers.given);
    Object.assign(errors, explained.errors);
    outcome.given = explained.given;
  }
  if (removes !== undefined) {
    const removed = await removeFile({ ...own, fileId: removes });
    if (removed.status === "refused") return { status: "refused", because: refusalOf(removed.reason) };
    if (Object.keys(errors).length > 0) return { status: "bad", outcome, code: 422 };
    return { status: "kept", step, lesson, ...(removed.itemKey && { itemKey: removed.itemKey }) };
  }

  let itemKey: string | undefined;
  for (const item of items) {
    const files = await chosenFiles(form, item.key);
    if (files.length === 0) continue;
    itemKey ??= item.key;
    const kept = await keepFiles({ ...own, itemKey: item.key, files });
    if (kept.status === "refused") return { status: "refused", because: refusalOf(kept.reason) };
    if (kept.status === "bad") errors[item.key] = kept.message;
  }
  if (Object.keys(errors).length > 0) return { status: "bad", outcome, code: 422 };
  if (step.to === "result") return handIn(ask, step, lesson);
  return { status: "kept", step, lesson, ...(step === staying && itemKey && { itemKey }) };
}

/** Everything is stored by now: asks once about what has no answer. */
async function handIn(
  { viewer, attemptId }: { viewer: Pick<Viewer, "id" | "role">; attemptId: string },
  step: Extract<Step, { to: "result" }>,
  lesson: LessonPlace,
): Promise<ReceiveUpload> {
  const form = new FormData();
  form.set("answers", "saved");
  const received = await receiveForm({ viewer, attemptId, form, step });
  if (received.status === "refused") return received;
  return received.status === "kept" ? { status: "bad", outcome: received.outcome, code: 422 } : { status: "kept", step, lesson };
}

/** A field in which nothing was chosen is sent as a file without a name. */
async function chosenFiles(form: FormData, itemKey: string): Promise<{ name: string; bytes: Buffer }[]> {
  const chosen = form
    .getAll(`file.${itemKey}`)
    .filter((entry) => typeof entry !== "string" && (entry.name !== "" || entry.size > 0));
  return Promise.all((chosen as File[]).map(async (file) => ({ name: file.name, bytes: Buffer.from(await file.arrayBuffer()) })));
}

function refusalOf(reason: "closed" | "out-of-time" | "no-such-attempt" | "no-such-item") {
  if (reason === "closed") return { status: "submitted" as const };
  return reason === "out-of-time" ? { status: "overdue" as const } : { status: "no-such-attempt" as const };
}

const REFUSALS = {
  "no-form": {
    code: 400,
    message: "This was not sent as a form with files. Open the page again, and choose the file once more.",
  },
  broken: { code: 400, message: "The file did not arrive whole, so nothing was kept. Check your connection, and send it again." },
  "too-large": {
    code: 413,
    message: `Together this was more than ${LARGEST_FILE} MB, so nothing of it was kept. Send the files one after the other, or smaller ones. What you have written is still there when you go back.`,
  },
  busy: { code: 503, message: "Many people are sending files at this moment. Wait a minute, and send yours again." },
  "too-often": { code: 429, message: "There were too many uploads. Wait a while, and send the file again." },
} as const;

function explainRefusal(reason: keyof typeof REFUSALS, items: CompiledItem[]): ReceiveUpload {
  const { code, message } = REFUSALS[reason];
  const errors = Object.fromEntries(items.map(({ key }) => [key, message]));
  return { status: "bad", outcome: { status: "bad", errors }, code };
}
