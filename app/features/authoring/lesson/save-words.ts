import type { SaveLesson } from "./save-lesson.server.ts";

type Refusal = Pick<Extract<SaveLesson, { status: "refused" }>, "reason"> & { conflicts?: number; message?: string };

/** Why a text was not saved, and what to do. Whatever was typed stands in the form below it. */
export function saveWords(refusal: Refusal): { title: string; text: string } {
  switch (refusal.reason) {
    case "moved-on":
      return {
        title: "Somebody has saved this lesson while you were writing. Nothing is lost, and nothing is saved yet.",
        text:
          refusal.conflicts === 0
            ? "Both versions are in one below, as you changed different places. Look it over and save it."
            : "Both versions are in one below. Where you changed the same lines both stand between marks (<<<<<<< yours, =======, >>>>>>> theirs): keep what is right, take the marks out, and save.",
      };
    case "merge-marks":
      return {
        title: "The text still has marks of a merge in it.",
        text: "Keep one of the two versions at each mark, or both, and take out the lines <<<<<<< yours, ======= and >>>>>>> theirs.",
      };
    case "gone":
      return {
        title: "Somebody has deleted this lesson while you were writing.",
        text: "What you typed stands below: copy it. In the history of the course the lesson can be brought back; then save again.",
      };
    case "no-such-revision":
      return {
        title: "This page is from another draft than the one that is there now.",
        text: "What you typed stands below: copy it, open the lesson anew, and put it in.",
      };
    case "by-hand":
      return {
        title: "The fields of this lesson cannot be changed by this form.",
        text: `${refusal.message ?? ""} Mend the file itself, then come back.`,
      };
    case "bad-files":
      return { title: "This was not saved.", text: refusal.message ?? "" };
  }
}
