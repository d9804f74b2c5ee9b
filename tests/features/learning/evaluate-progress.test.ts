import fc from "fast-check";
import { expect, test } from "vitest";
import type { Manifest } from "#app/features/courseware/manifest.ts";
import { evaluateProgress, type LessonRecord } from "#app/features/learning/evaluate-progress.ts";

type Shape = { required: boolean; preview: boolean }[][];

function manifestOf(order: Manifest["order"], shape: Shape): Manifest {
  let number = 0;
  const modules = shape.map((lessons, i) => ({
    key: `module-${i}`,
    title: "Module",
    summary: "",
    lessons: lessons.map((lesson) => ({ ...lesson, key: `lesson-${number++}` })),
  }));
  return { order, modules } as unknown as Manifest;
}

const lesson = fc.record({ required: fc.boolean(), preview: fc.boolean() });
const shapes = fc.array(fc.array(lesson, { maxLength: 5 }), { minLength: 1, maxLength: 4 });
const orders = fc.constantFrom<Manifest["order"]>("required", "free");
const histories = fc.array(fc.record({ viewed: fc.boolean(), completed: fc.boolean() }), { minLength: 20, maxLength: 20 });

function recordsOf(history: LessonRecord[]): Map<string, LessonRecord> {
  const entries = history.map((record, i) => [`lesson-${i}`, { ...record, viewed: record.viewed || record.completed }] as const);
  return new Map(entries.filter(([, record]) => record.viewed));
}

test("more work never means less progress, and never closes a lesson", () => {
  fc.assert(
    fc.property(orders, shapes, histories, fc.nat(19), (order, shape, history, extra) => {
      const manifest = manifestOf(order, shape);
      const before = evaluateProgress(manifest, recordsOf(history));
      const more = history.map((record, i) => (i === extra ? { viewed: true, completed: true } : record));
      const after = evaluateProgress(manifest, recordsOf(more));
      expect(after.percent).toBeGreaterThanOrEqual(before.percent);
      for (const [key, state] of before.lessons) if (state !== "locked") expect(after.lessons.get(key)).not.toBe("locked");
    }),
  );
});

test("a percentage of 100, being finished and having nothing required left are one and the same", () => {
  fc.assert(
    fc.property(orders, shapes, histories, (order, shape, history) => {
      const progress = evaluateProgress(manifestOf(order, shape), recordsOf(history));
      expect(progress.finished).toBe(progress.done === progress.total);
      expect(progress.percent === 100).toBe(progress.finished);
      const parts = [...progress.modules.values()];
      expect(parts.reduce((sum, part) => sum + part.done, 0)).toBe(progress.done);
      expect(parts.reduce((sum, part) => sum + part.total, 0)).toBe(progress.total);
    }),
  );
});

test("in a required order there is always a way on until the course is finished", () => {
  fc.assert(
    fc.property(shapes, histories, (shape, history) => {
      const progress = evaluateProgress(manifestOf("required", shape), recordsOf(history));
      if (!progress.finished) expect(progress.lessons.get(progress.next ?? "")).toBe("open");
    }),
  );
});

test("a lesson that was viewed, completed or is a preview is never locked", () => {
  fc.assert(
    fc.property(orders, shapes, histories, (order, shape, history) => {
      const manifest = manifestOf(order, shape);
      const records = recordsOf(history);
      const { lessons } = evaluateProgress(manifest, records);
      for (const lesson of manifest.modules.flatMap((module) => module.lessons)) {
        if (lesson.preview || records.has(lesson.key) || order === "free") expect(lessons.get(lesson.key)).not.toBe("locked");
      }
    }),
  );
});

test("in a required order a lesson opens when the required ones before it are completed, optional ones aside", () => {
  const manifest = manifestOf("required", [
    [
      { required: true, preview: false },
      { required: false, preview: false },
      { required: true, preview: false },
      { required: true, preview: false },
    ],
  ]);
  const states = (...completed: string[]) => {
    const records = new Map(completed.map((key) => [key, { viewed: true, completed: true }]));
    return [...evaluateProgress(manifest, records).lessons.values()];
  };
  expect(states()).toEqual(["open", "locked", "locked", "locked"]);
  expect(states("lesson-0")).toEqual(["completed", "open", "open", "locked"]);
  expect(states("lesson-0", "lesson-2")).toEqual(["completed", "open", "completed", "open"]);
});

test("a course of nothing required is finished from the start", () => {
  expect(evaluateProgress(manifestOf("required", [[{ required: false, preview: false }]]), new Map())).toMatchObject({
    finished: true,
    percent: 100,
    next: "lesson-0",
  });
});
