import type { Student } from "./school.ts";

export interface Turn {
  student: Student;
  /** False where everybody else was still waiting to be undone: a request with this student counts as an error. */
  ready: boolean;
}

/**
 * Students who each can do something once, and what undoes it. Who has had a turn goes back to the end of the queue when
 * a batch of them is undone together, by one statement outside the server: each request finds its student as the first
 * one did.
 */
export interface Turns {
  take(): Turn;
  /** The student has had the turn. */
  finish(student: Student): void;
  /** Undoes what is left, and makes everybody ready again. */
  settle(): Promise<void>;
}

const BATCH = 32;

export function takeTurns(students: Student[], undo: (students: Student[]) => Promise<unknown>): Turns {
  let ready = [...students];
  let finished: Student[] = [];
  let undoing: Promise<unknown> = Promise.resolve();
  return {
    take() {
      const student = ready.shift();
      return student ? { student, ready: true } : { student: students[0]!, ready: false };
    },
    finish(student) {
      finished.push(student);
      if (finished.length < BATCH) return;
      const batch = finished;
      finished = [];
      undoing = Promise.all([undoing, undo(batch).then(() => ready.push(...batch))]);
      // Where it fails, `settle` says so.
      undoing.catch(() => {});
    },
    async settle() {
      await undoing;
      await undo(students);
      ready = [...students];
      finished = [];
    },
  };
}
