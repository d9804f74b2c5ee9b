export interface Opened {
  name: string;
  close(): Promise<void>;
}

/** Milliseconds for each: a service manager kills what takes much longer. */
const PATIENCE = 30_000;

/** Closes what was opened, the last first, each also where another one fails. False where one did. */
export async function closeAll(opened: Opened[]): Promise<boolean> {
  let clean = true;
  for (const { name, close } of opened.toReversed()) {
    try {
      await within(PATIENCE, close());
    } catch (error) {
      clean = false;
      console.error(`The ${name} did not close as it should: ${(error as Error).message}`);
    }
  }
  return clean;
}

async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`it took more than ${milliseconds / 1_000} seconds`)), milliseconds);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
