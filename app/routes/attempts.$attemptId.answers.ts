import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { readStoredAnswers } from "#app/features/assessment/attempt-page.queries.server.ts";
import { addressOfStep } from "#app/features/assessment/attempt-steps.ts";
import { leaveAttempt } from "#app/features/assessment/open-attempt-page.server.ts";
import { receiveForm } from "#app/features/assessment/receive-form.server.ts";
import { type SaveAnswer, saveAnswer } from "#app/features/assessment/save-answer.server.ts";
import { visitAttempt } from "#app/features/assessment/visit-attempt.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { notFound, requireViewer } from "#app/platform/http/gates.server.ts";
import { MOST_OF_ATTEMPT, readForm } from "#app/platform/http/read-form.server.ts";
import { readJson } from "#app/platform/http/read-json.server.ts";

const givenAnswer = z.object({
  item: z.string().max(64),
  // A long text has up to 20,000 characters.
  values: z.array(z.string().max(20_000)).max(100),
  sequence: z.number(),
});

const MAX_BYTES = 100_000;

/** What the server has of an attempt, for a page that comes back to the front. */
export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireViewer(args);
  const visit = await visitAttempt(viewer, args.params.attemptId ?? "");
  if (visit.status === "no-such-attempt") throw notFound("There is no such attempt, or it is not yours.");
  if (visit.status === "closed") return Response.json({ error: "You no longer have access to this course." }, { status: 403 });
  const { status, answers } = await readStoredAnswers(visit);
  const list = [...answers.values()].map(({ itemKey, values, sequence }) => ({ item: itemKey, values, sequence }));
  const deadline = visit.state.deadlineAt?.getTime() ?? null;
  return Response.json({ open: status === "open", now: now().getTime(), deadline, answers: list });
}

/** One answer as JSON, from the page's script. */
export async function action(args: ActionFunctionArgs) {
  const isJson = /^application\/json\b/i.test(args.request.headers.get("Content-Type") ?? "");
  return isJson ? saveOne(args) : saveForm(args);
}

async function saveOne(args: ActionFunctionArgs): Promise<Response> {
  const viewer = await requireViewer(args);
  const { attemptId = "" } = args.params;
  const given = givenAnswer.safeParse(await readJson(args.request, MAX_BYTES));
  if (!given.success) {
    const error = "Send { item, values, sequence }: a text, a list of texts and a number.";
    return Response.json({ status: "refused", reason: "bad-value", error }, { status: 400 });
  }
  const { item, values, sequence } = given.data;
  return reply(await saveAnswer({ userId: viewer.id, role: viewer.role, attemptId, itemKey: item, value: values, sequence }));
}

const STATUS = { "no-access": 403, closed: 409, "out-of-time": 409, "no-such-attempt": 404, "bad-value": 400 };

function reply(outcome: SaveAnswer): Response {
  const status = outcome.status === "refused" ? STATUS[outcome.reason] : 200;
  return Response.json({ ...outcome, now: now().getTime() }, { status });
}

/** "Save and come back later" of a page that was open when the site was renewed: forms of newer pages are taken elsewhere. */
async function saveForm(args: ActionFunctionArgs): Promise<Response> {
  const viewer = await requireViewer(args);
  const { attemptId = "" } = args.params;
  const form = await readForm(args.request, MOST_OF_ATTEMPT);
  const received = await receiveForm({ viewer, attemptId, form, step: { to: "lesson" } });
  switch (received.status) {
    case "saved":
      return redirect(addressOfStep(received.step, { attemptId, lesson: received.lesson }), 303);
    case "kept":
      throw new Response("Some answers were not among the choices. All others are saved. Go back and choose again.", {
        status: 400,
      });
    case "ready":
      // The attempt's own page knows what to do with one that is over.
      return redirect(`/attempts/${attemptId}`, 303);
    case "refused": {
      const target = leaveAttempt(received.because, attemptId);
      throw target ? redirect(target, 303) : notFound("There is no such attempt, or it is not yours.");
    }
  }
}
