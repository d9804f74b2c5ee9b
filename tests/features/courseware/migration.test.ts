import fc from "fast-check";
import { expect, test } from "vitest";
import { compileCourse } from "#app/features/courseware/compile-course.server.ts";
import { describeMigration } from "#app/features/courseware/describe-migration.server.ts";
import { lessonsOf, type Manifest } from "#app/features/courseware/manifest.ts";
import { compareLessons, previewMigration } from "#app/features/courseware/preview-migration.ts";
import { publishCourse } from "#app/features/courseware/publish-course.server.ts";
import { releaseFor } from "#app/features/courseware/release-for.ts";
import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { aStudent } from "#tests/support/people.ts";
import { aFolder, COURSE_YAML, MODULE_YAML, swap, WELCOME_MD } from "./course-files.ts";

const KEYS = ["aa", "bb", "cc", "dd", "ee", "ff"];

/** A manifest as far as a migration looks at it. */
function aManifest(lessons: { key: string; required: boolean; title?: string }[]): Manifest {
  return {
    modules: [{ key: "one", title: "One", summary: "", lessons: lessons.map((lesson) => ({ title: lesson.key, ...lesson })) }],
  } as unknown as Manifest;
}

const manifests = fc
  .uniqueArray(fc.record({ key: fc.constantFrom(...KEYS), required: fc.boolean() }), { selector: ({ key }) => key })
  .map((lessons) => aManifest(lessons));
const completions = fc.uniqueArray(fc.constantFrom(...KEYS)).map((keys) => new Set(keys));

test("a migration removes no completion, and a lesson in both releases keeps its state", () => {
  fc.assert(
    fc.property(manifests, manifests, completions, (before, after, completed) => {
      const untouched = new Set(completed);
      const { lost, added, completedAfter } = previewMigration(before, after, completed);
      expect(completed).toEqual(untouched);
      const keysBefore = lessonsOf(before).map(({ key }) => key);
      const keysAfter = lessonsOf(after).map(({ key }) => key);
      // Every completed lesson of the old release is either kept or named as lost, and never both.
      for (const key of keysBefore.filter((key) => completed.has(key))) expect(lost.includes(key)).toBe(!keysAfter.includes(key));
      expect(lost.every((key) => completed.has(key))).toBe(true);
      expect([...added].sort()).toEqual(keysAfter.filter((key) => !keysBefore.includes(key)).sort());
      expect(completedAfter).toBe(lessonsOf(after).filter(({ key, required }) => required && completed.has(key)).length);
    }),
  );
});

test("there and back again is where one was", () => {
  fc.assert(
    fc.property(manifests, manifests, completions, (before, after, completed) => {
      const there = previewMigration(before, after, completed);
      const back = previewMigration(after, before, completed);
      expect([back.completedAfter, back.requiredAfter, back.percentAfter]).toEqual([
        there.completedBefore,
        there.requiredBefore,
        there.percentBefore,
      ]);
    }),
  );
});

test("a move to the same lessons changes nothing, and more completions never lower a percentage", () => {
  fc.assert(
    fc.property(manifests, completions, fc.constantFrom(...KEYS), (manifest, completed, more) => {
      const same = previewMigration(manifest, manifest, completed);
      expect(same).toMatchObject({ lost: [], added: [], percentAfter: same.percentBefore, completedAfter: same.completedBefore });
      expect(previewMigration(manifest, manifest, new Set([...completed, more])).percentAfter).toBeGreaterThanOrEqual(
        same.percentAfter,
      );
      expect(same.percentAfter === 100).toBe(same.completedAfter === same.requiredAfter);
    }),
  );
});

test("lessons that were added, removed and renamed are named", () => {
  const before = aManifest([
    { key: "aa", required: true, title: "A" },
    { key: "bb", required: true, title: "B" },
  ]);
  const after = aManifest([
    { key: "cc", required: true, title: "C" },
    { key: "aa", required: false, title: "Aa" },
  ]);
  expect(compareLessons(before, after)).toEqual({
    added: [{ key: "cc", title: "C" }],
    removed: [{ key: "bb", title: "B" }],
    renamed: [{ key: "aa", from: "A", to: "Aa" }],
  });
  expect(compareLessons(null, before).added).toHaveLength(2);
});

test("learners come to the current release at once, or stay until they finish", () => {
  const pinned = "old";
  const current = "new";
  expect(releaseFor({ rule: "next-visit", pinned, current, finished: false })).toBe("new");
  expect(releaseFor({ rule: "next-visit", pinned, current, finished: true })).toBe("new");
  expect(releaseFor({ rule: "finish", pinned, current, finished: false })).toBe("old");
  expect(releaseFor({ rule: "finish", pinned, current, finished: true })).toBe("new");
});

async function enrol(course: { courseId: string; releaseId: string }, completed: string[], finished = false) {
  const { courseId, releaseId } = course;
  const at = now();
  const student = await aStudent();
  const enrolment = await db.enrolment.create({
    data: { userId: student.id, courseId, releaseId, completedAt: finished ? at : null },
  });
  const row = { enrolmentId: enrolment.id, firstViewedAt: at, lastViewedAt: at };
  const done = completed.map((lessonKey) => ({ ...row, lessonKey, completedAt: at }));
  // A lesson that was only seen does not count.
  const seen = completed.includes("check") ? [] : [{ ...row, lessonKey: "check", completedAt: null }];
  await db.lessonProgress.createMany({ data: [...done, ...seen] });
}

test("a description counts who is enrolled, who moves, and whose percentage falls", async () => {
  const keyed = swap(COURSE_YAML, "key: small-talk", "key: described");
  const first = await publishCourse({ folder: aFolder({ "course.yaml": keyed }) });
  if (first.status === "refused") throw new Error("refused");
  await enrol(first, []);
  await enrol(first, ["welcome"]);
  await enrol(first, ["welcome", "watch"]);
  await enrol(first, ["welcome", "watch", "check"], true);

  const another = WELCOME_MD.replace("key: welcome", "key: another").replace("title: Welcome", "title: Another");
  const files = {
    "modules/opening/module.yaml": swap(MODULE_YAML, "  - check", "  - another"),
    "modules/opening/another.md": another,
    "modules/opening/welcome.md": swap(WELCOME_MD, "title: Welcome", "title: Hello"),
  };
  const next = (yaml: string) => compileCourse(aFolder({ ...files, "course.yaml": yaml })).manifest!;
  const lessons = {
    added: [{ key: "another", title: "Another" }],
    removed: [{ key: "check", title: "Check" }],
    renamed: [{ key: "welcome", from: "Welcome", to: "Hello" }],
  };
  // Only who had the removed lesson has less in hundred: 3 of 3 before, 2 of 3 after.
  expect(await describeMigration("described", next(keyed))).toEqual({
    current: 1,
    rule: "next-visit",
    learners: 4,
    moving: 4,
    staying: 0,
    falling: 1,
    lessons,
    price: null,
  });
  const staying = swap(keyed, "releases: next-visit", "releases: finish");
  expect(await describeMigration("described", next(staying))).toEqual({
    current: 1,
    rule: "finish",
    learners: 4,
    moving: 1,
    staying: 3,
    falling: 1,
    lessons,
    price: null,
  });

  const paid = { ...next(keyed), price: { amount: 900, currency: "eur" } };
  expect((await describeMigration("described", paid)).price).toEqual({ from: null, to: paid.price });

  // Learners on an older release are measured by theirs.
  await publishCourse({ folder: aFolder({ ...files, "course.yaml": staying }) });
  expect(await describeMigration("described", next(keyed))).toMatchObject({
    current: 2,
    learners: 4,
    moving: 4,
    falling: 1,
    lessons: { added: [], removed: [], renamed: [] },
  });
});

test("a course that is new has everything to add and nobody to move", async () => {
  const { manifest } = compileCourse(aFolder({ "course.yaml": swap(COURSE_YAML, "key: small-talk", "key: brand-new") }));
  expect(await describeMigration("brand-new", manifest!)).toMatchObject({
    current: null,
    learners: 0,
    moving: 0,
    lessons: { added: [{ key: "welcome" }, { key: "watch" }, { key: "check" }] },
  });
});
