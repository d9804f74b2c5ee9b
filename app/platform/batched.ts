interface Options {
  /** How many batches may be under way at once, and how many things one holds at most. */
  atOnce: number;
  most: number;
  /**
   * What a failed batch means. `one by one`: its things are done again each alone, so that one thing's fault is its own.
   * `all`: everybody in it hears of the failure, as where nothing but the database itself can be at fault.
   */
  failing?: "one by one" | "all";
}

/**
 * Does things of many askers in one go: what comes while `atOnce` batches are under way waits and goes with the next. Who
 * comes alone waits for nobody, and nobody is answered from a batch that began before they asked. `work` answers for each
 * thing in its place.
 */
export function batched<Thing, Done>(
  work: (things: Thing[]) => Promise<Done[]>,
  { atOnce, most, failing = "one by one" }: Options,
): (thing: Thing) => Promise<Done> {
  interface Asker {
    thing: Thing;
    tell: (done: Promise<Done>) => void;
  }
  const waiting: Asker[] = [];
  let running = 0;

  return (thing) =>
    new Promise<Done>((resolve) => {
      waiting.push({ thing, tell: resolve });
      if (running < atOnce) void run();
    });

  async function run(): Promise<void> {
    running += 1;
    while (waiting.length > 0) await doAll(waiting.splice(0, most));
    running -= 1;
  }

  async function doAll(askers: Asker[]): Promise<void> {
    const doing = work(askers.map(({ thing }) => thing));
    const outcome = await doing.catch(() => null);
    for (const [at, { thing, tell }] of askers.entries()) {
      if (outcome) tell(Promise.resolve(outcome[at]!));
      else if (askers.length === 1 || failing === "all") tell(doing.then((done) => done[at]!));
      else await doAlone(thing, tell);
    }
  }

  async function doAlone(thing: Thing, tell: Asker["tell"]): Promise<void> {
    const doing = work([thing]).then(([only]) => only!);
    tell(doing);
    await doing.catch(() => undefined);
  }
}
