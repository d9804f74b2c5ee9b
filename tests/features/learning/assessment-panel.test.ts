import { createElement, type ReactElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { afterEach, expect, test } from "vitest";
import { FormatProvider } from "#app/components/formatted.tsx";
import { accommodateStudent } from "#app/features/assessment/accommodate-student.server.ts";
import { ResultView } from "#app/features/assessment/result-view.tsx";
import { readResultPage } from "#app/features/assessment/results.queries.server.ts";
import { readAssessmentPanel } from "#app/features/learning/assessment-panel.queries.server.ts";
import { AssessmentPanel } from "#app/features/learning/assessment-panel.tsx";
import { openLessonPage } from "#app/features/learning/lesson-page.queries.server.ts";
import { shiftClock } from "#app/platform/clock.server.ts";
import { aCheck } from "#tests/support/assessment-builders.ts";
import { answersWorth, takeLesson } from "#tests/support/attempts.ts";
import { aCourse } from "#tests/support/courses.ts";
import { aGrant, aViewer } from "#tests/support/viewers.ts";

afterEach(() => shiftClock(0));

const ZONE = "Europe/Berlin";

/** What somebody in Berlin reads on the lesson's page, and on that of a result. */
async function aReader(rules: Record<string, unknown>) {
  const course = await aCourse({ lessons: [{ key: "quiz", assessment: aCheck(rules) }] });
  const viewer = await aViewer({ timeZone: ZONE });
  await aGrant({ userId: viewer.id, courseId: course.courseId });
  const wordsOf = (page: ReactElement) => {
    const html = renderToStaticMarkup(
      createElement(({ page }: { page: ReactElement }) => FormatProvider({ locale: "en", timeZone: ZONE, children: page }), {
        page,
      }),
    );
    return html.replace(/<[^>]+>/g, "").replace(/\s+/g, " ");
  };
  return {
    ...{ course, viewer },
    take: (points: 0 | 1 | 2 | 3) => takeLesson(viewer, course.key, "quiz", answersWorth(points)),
    lesson: async () => {
      const page = await openLessonPage({ viewer, courseKey: course.key, lessonKey: "quiz" });
      if (page.status !== "open") throw new Error(page.status);
      const panel = await readAssessmentPanel({ userId: viewer.id, ...page });
      return wordsOf(createElement(AssessmentPanel, { panel: panel!, action: "/begin", refused: false }));
    },
    result: async (attemptId: string) => {
      const page = await readResultPage({ userId: viewer.id, attemptId });
      if (page.status !== "submitted") throw new Error(page.status);
      return { page, words: wordsOf(createElement(ResultView, { page })) };
    },
  };
}

/** Moves the clock to a moment. */
const at = (moment: string) => shiftClock(Date.parse(moment) - Date.now());

test("it says when it opens and until when, on the reader's own clock, and has no button before and after", async () => {
  const { lesson } = await aReader({ opens: "2045-01-10", closes: "2045-01-31", attempts: 3 });
  const before = await lesson();
  expect(before).toContain("3 attempts left");
  expect(before).toContain("It opens on Jan 10, 2045, 12:00 AM.");
  expect(before).toContain("Open until Jan 31, 2045, 11:59 PM.");
  expect(before).toContain("Days and times are those of your time zone, Europe/Berlin.");
  expect(before).not.toContain("Begin");
  at("2045-01-09T23:00:00Z");
  expect(await lesson()).toContain("Begin");
  at("2045-01-31T23:00:00Z");
  const after = await lesson();
  expect(after).toContain("It was open until Jan 31, 2045, 11:59 PM, and has closed.");
  expect(after).toContain("please ask your instructor");
  expect(after).not.toContain("Begin");
});

test("it says how long to wait, from when on the next attempt is possible, and which one counts", async () => {
  const { lesson, take, result } = await aReader({ wait: "2 days", grade: "average", attempts: 4 });
  at("2045-01-10T12:00:00Z");
  expect(await lesson()).toContain("You wait 2 days between the end of an attempt and the next one.");
  expect(await lesson()).toContain("The average of your attempts counts.");
  const attemptId = await take(1);
  for (const words of [await lesson(), (await result(attemptId)).words]) {
    expect(words).toContain("You can begin the next attempt from Jan 12, 2045, 1:00 PM on.");
    expect(words).toContain("The average of your attempts counts: 33.3 % so far.");
    expect(words).not.toMatch(/Take it again|Try again/);
  }
  at("2045-01-12T12:00:01Z");
  expect(await lesson()).toContain("Take it again");
});

test("it says that it closes before the wait is over", async () => {
  const { lesson, take } = await aReader({ wait: "2 days", closes: "2045-01-11" });
  at("2045-01-10T12:00:00Z");
  await take(0);
  expect(await lesson()).toContain("It closes before another attempt could begin.");
});

test("it says what was granted, and not why", async () => {
  const { lesson, course, viewer } = await aReader({ attempts: 1, minutes: 10 });
  await lesson();
  const place = { actorId: viewer.id, courseId: course.courseId, userId: viewer.id, lessonKey: "quiz" };
  await accommodateStudent({ ...place, extraAttempts: 1, extraMinutes: 5, closes: null, reason: "A broken arm" });
  const words = await lesson();
  expect(words).toContain("15 minutes · 2 attempts left");
  expect(words).toContain("Your instructor has given you 1 further attempt, 5 more minutes. It is counted in already.");
  expect(words).not.toContain("arm");
});

test("what an author hides until it has closed is not in the page, nor in what the page is made of, and it says until when", async () => {
  const review = { score: "after-closing", marks: "after-closing", answers: "after-closing", feedback: "after-closing" };
  const { lesson, take, result } = await aReader({ attempts: 2, closes: "2045-01-31", review });
  at("2045-01-10T12:00:00Z");
  const attemptId = await take(1);
  const { page, words } = await result(attemptId);
  expect(words).toContain("Your answers are handed in.");
  expect(words).toContain("The score is shown after it has closed in every time zone, on Feb 1, 2045, 1:00 PM.");
  expect(words).toContain("The right answers are shown after it has closed");
  expect(words).toContain("Not passed yet");
  for (const secret of ["33.3", "1 of 3", "Right", "Not right", "your answer, right", "Yes, blue it is", "It is round", "Three"])
    expect(words, secret).not.toContain(secret);
  expect(JSON.stringify(page.model)).not.toMatch(/33\.3|"right"|"wrong"|"correct":true|Yes, blue|It is round|Three/);
  expect(await lesson()).not.toContain("33.3");
  at("2045-02-01T11:59:59Z");
  expect((await result(attemptId)).words).not.toContain("33.3");
  at("2045-02-01T12:00:00Z");
  const open = await result(attemptId);
  for (const shown of ["33.3 %", "1 of 3 points", "right answer", "Yes, blue it is", "It is round", "Three"])
    expect(open.words, shown).toContain(shown);
  expect(await lesson()).toContain("33.3 %, not passed");
});

test("what is never shown is never shown, and what waits for passing comes with it", async () => {
  const { take, result } = await aReader({ passMark: 60, review: { answers: "never", feedback: "after-passing" } });
  const { words } = await result(await take(1));
  expect(words).toContain("The right answers are not shown for this check.");
  expect(words).toContain("Feedback is shown once you have passed.");
  expect(words).not.toContain("It is round");
  const passed = await result(await take(2));
  expect(passed.words).toContain("Passed");
  expect(passed.words).toContain("It is round");
  expect(passed.words).toContain("The right answers are not shown for this check.");
  expect(passed.words).not.toContain("False");
});

test("of an attempt that is passed where the average is not, the page says both", async () => {
  const { take, result } = await aReader({ passMark: 60, grade: "average" });
  await take(0);
  const { words } = await result(await take(3));
  expect(words).toContain("Passed, but not the check as a whole yet");
  expect(words).toContain("The average of your attempts counts: 50 % so far.");
  expect(words).toContain("Try again");
});
