/**
 * Runs of the same key never overlap in this process. Who asks while one is running gets the next one, which begins
 * after they asked and is shared by all who wait: fifty askers at once cost two runs.
 */
export function oneAtATime<T>(work: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const runs = new Map<string, { running: Promise<unknown>; next?: Promise<T> }>();

  return function ask(key: string): Promise<T> {
    const run = runs.get(key);
    if (!run) return begin(key);
    run.next ??= run.running.then(
      () => begin(key),
      () => begin(key),
    );
    return run.next;
  };

  function begin(key: string): Promise<T> {
    const running = work(key);
    const run: { running: Promise<unknown>; next?: Promise<T> } = { running };
    runs.set(key, run);
    const leave = () => {
      if (!run.next) runs.delete(key);
    };
    running.then(leave, leave);
    return running;
  }
}

/** Who asks while one is running shares it: for work that gives everybody the same answer. */
export function shareRunning<T>(work: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const running = new Map<string, Promise<T>>();
  return (key) => {
    let run = running.get(key);
    if (!run) {
      run = work(key).finally(() => running.delete(key));
      running.set(key, run);
    }
    return run;
  };
}
