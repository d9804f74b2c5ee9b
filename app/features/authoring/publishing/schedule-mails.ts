import type { Fault } from "#app/features/courseware/fault.ts";

/** Faults that a mail names; the page has all of them. */
const MOST = 3;

/** To the author of a plan that came to nothing. */
export function notPublishedMail(ask: { courseKey: string; because: "faults" | "not-allowed"; faults: Fault[]; page: string }): {
  kind: string;
  subject: string;
  text: string;
} {
  const { courseKey, because, faults, page } = ask;
  const named = faults.slice(0, MOST).map(({ file, line, message }) => `- ${file}, line ${line}: ${message}`);
  const reason =
    because === "faults"
      ? ["The checker found faults in it:", ...named, ...(faults.length > MOST ? [`- and ${faults.length - MOST} more`] : [])]
      : ["You are no longer among those who may publish this course."];
  const lines = [
    `The draft of ${courseKey} was to be published now, and was not.`,
    reason.join("\n"),
    "Learners go on with the release that they have.",
    ...(because === "faults" ? [`See and mend it here, and publish it then:\n${page}`] : []),
  ];
  return { kind: "not-published", subject: `Not published: ${courseKey}`, text: `${lines.join("\n\n")}\n` };
}
