import { pageAddress } from "./attempt-pages.ts";

/** What follows when the answers of a page are saved. */
export type Step =
  /** Null: where the person goes on. */
  | { to: "page"; page: number | null }
  | { to: "lesson" }
  /** `asked`: the person has been asked about open questions, and hands in all the same. */
  | { to: "result"; asked: boolean };

/** What a button of the form says is to follow; undefined where no button says so. `at` is the page that was sent. */
export function readStep(intent: unknown, at: number | null): Step | undefined {
  switch (intent) {
    case "save":
      return { to: "page", page: at };
    case "next":
      return { to: "page", page: at && at + 1 };
    case "back":
      return { to: "page", page: at && at - 1 };
    case "later":
      return { to: "lesson" };
    case "submit":
      return { to: "result", asked: false };
    case "submit-anyway":
      return { to: "result", asked: true };
  }
  const named = typeof intent === "string" && /^page:([1-9]\d{0,2})$/.exec(intent);
  return named ? { to: "page", page: Number(named[1]) } : undefined;
}

export interface LessonPlace {
  courseKey: string;
  lessonKey: string;
}

/** The address of a step that does not hand in. The page's heading takes the focus, or the place that is named. */
export function addressOfStep(
  step: Exclude<Step, { to: "result" }>,
  attempt: { attemptId: string; lesson: LessonPlace; place?: string },
): string {
  if (step.to === "lesson") return `/learn/${attempt.lesson.courseKey}/${attempt.lesson.lessonKey}`;
  return pageAddress(attempt.attemptId, step.page, attempt.place ?? (step.page === null ? undefined : "page"));
}
