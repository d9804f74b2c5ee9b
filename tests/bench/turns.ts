import type { Student } from "./school.ts";

/**
 * Students who each can do something once, and what undoes it. A student who has had a turn goes back to the end of the
 * queue when a batch of them is undone together, by one statement outside the server: each request finds its student as
 * the first one did.
 */
export interface Turns {
  /** The next student. @throws where nobody is ready: the queue is longer than any load needs. */
  take(): Student;
  /** The student has had the turn. */
  finish(student: Student): void;
  /** Undoes what is left, and makes everybody ready again. */
  settle(): Promise<void>;
}

const BATCH = 64;

export function takeTurns(students: Student[], undo: (students: Student[]) => Promise<unknown>): Turns {
  let ready = [...students];
  let finished: Student[] = [];
  let undoing: Promise<void> = Promise.resolve();
  let failure: unknown;
  const undoBatch = () => {
    const batch = finished;
    finished = [];
    undoing = Promise.all([undoing, undo(batch)]).then(
      () => void ready.push(...batch),
      (error) => void (failure = error),
    );
  };
  return {
    take() {
      const student = ready.shift();
      if (failure) throw failure;
      if (!student) throw new Error("Nobody is ready for the next request.");
      return student;
    },
    finish(student) {
      finished.push(student);
      if (finished.length >= BATCH) undoBatch();
    },
    async settle() {
      await undoing;
      if (failure) throw failure;
      await undo(students);
      ready = [...students];
      finished = [];
    },
  };
}
