import type { FormReply } from "#app/platform/http/parse-form.ts";
import type { Viewer } from "#app/platform/sessions/session.server.ts";
import type { DraftPlace } from "../draft.queries.server.ts";
import { publishDraft } from "../publish-draft.server.ts";
import { cancelPublication } from "./cancel-publication.server.ts";
import { type SchedulePublication, schedulePublication } from "./schedule-publication.server.ts";

const MOVED_ON = "Somebody has changed the draft since you looked at it. See below what there is now, and publish it then.";
const FAULTY = "The draft has faults, so it is not published.";
const REFUSALS: Record<Extract<SchedulePublication, { status: "refused" }>["reason"], { field: string; message: string }> = {
  "bad-time": { field: "at", message: "Choose a day and a time of the calendar." },
  over: { field: "at", message: "This moment is over. Choose a later one, or publish it now." },
  "too-far": { field: "at", message: "Choose a moment within a year from now." },
  "one-waits": { field: "", message: "The draft waits to be published already. Take that back first." },
  "moved-on": { field: "", message: MOVED_ON },
  faults: { field: "", message: FAULTY },
};

interface Ask {
  viewer: Viewer;
  draft: DraftPlace;
  fields: URLSearchParams | FormData;
}

type Pressed = { redirectTo: string; answered?: undefined } | { redirectTo: null; answered: FormReply };

/** What the buttons of "Check and publish" do: now, later, or not then. */
export async function pressPublish({ viewer, draft, fields }: Ask): Promise<Pressed> {
  const { draftId, courseKey } = draft;
  const field = (name: string) => String(fields.get(name) ?? "");
  const [intent, notes, at] = [field("intent"), field("notes").slice(0, 2_000), field("at").slice(0, 40)];
  const revision = Number(field("revision"));
  const page = `/studio/${courseKey}/check`;
  const refuse = (message: string, at_ = ""): Pressed => ({
    redirectTo: null,
    answered: { values: { intent, notes, at }, errors: { [at_]: [message] } },
  });
  if (intent === "cancel") {
    const cancelled = await cancelPublication({ draftId, scheduledId: field("scheduled") });
    return cancelled ? { redirectTo: page } : refuse("It was taken back before, or is published already.");
  }
  if (intent === "later") {
    const timeZone = viewer.timeZone ?? "UTC";
    const planned = await schedulePublication({ draftId, courseKey, authorId: viewer.id, revision, at, timeZone, notes });
    if (planned.status === "scheduled") return { redirectTo: page };
    return refuse(REFUSALS[planned.reason].message, REFUSALS[planned.reason].field);
  }
  const outcome = await publishDraft({ ...draft, publishedById: viewer.id, revision, notes });
  if (outcome.status !== "refused") return { redirectTo: `${page}?published` };
  return refuse(outcome.reason === "moved-on" ? MOVED_ON : FAULTY);
}
