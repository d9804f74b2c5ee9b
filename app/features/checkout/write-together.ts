/**
 * Writes things of many askers in one go: what comes while `atOnce` writings are under way waits and goes with the next,
 * at most `most` at a time. Who comes alone waits for nobody. Where a writing fails, its things are written one by one, so
 * that one thing's fault is its own.
 */
export function writeTogether<Thing, Written>(
  write: (things: Thing[]) => Promise<Written[]>,
  { atOnce, most }: { atOnce: number; most: number },
): (thing: Thing) => Promise<Written> {
  interface Asker {
    thing: Thing;
    tell: (written: Promise<Written>) => void;
  }
  const waiting: Asker[] = [];
  let running = 0;

  return (thing) =>
    new Promise<Written>((resolve) => {
      waiting.push({ thing, tell: resolve });
      if (running < atOnce) void run();
    });

  async function run(): Promise<void> {
    running += 1;
    while (waiting.length > 0) await writeAll(waiting.splice(0, most));
    running -= 1;
  }

  async function writeAll(askers: Asker[]): Promise<void> {
    const writing = write(askers.map(({ thing }) => thing));
    const outcome = await writing.catch(() => null);
    for (const [at, { thing, tell }] of askers.entries()) {
      if (outcome) tell(Promise.resolve(outcome[at]!));
      else if (askers.length === 1) tell(writing.then(([only]) => only!));
      else await tellAlone(thing, tell);
    }
  }

  async function tellAlone(thing: Thing, tell: Asker["tell"]): Promise<void> {
    const writing = write([thing]).then(([only]) => only!);
    tell(writing);
    await writing.catch(() => undefined);
  }
}
