import { mkdir, open, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { env } from "#app/platform/env.server.ts";

/** Where the pieces of uploads lie until they are whole: a file an upload, under its id. */
const folder = () => path.join(env().dataDir, "unfinished");

export function unfinishedFile(id: string): string {
  if (!/^[0-9a-f-]{36}$/.test(id)) throw new Error("That is no id of an upload.");
  return path.join(folder(), id);
}

export async function makeUnfinished(id: string): Promise<void> {
  await mkdir(folder(), { recursive: true, mode: 0o700 });
  await (await open(unfinishedFile(id), "wx", 0o600)).close();
}

/** How many bytes have come; null where there is no such file on this machine. */
export async function sizeOfUnfinished(id: string): Promise<number | null> {
  return stat(unfinishedFile(id)).then(
    ({ size }) => size,
    () => null,
  );
}

export async function removeUnfinished(id: string): Promise<void> {
  await rm(unfinishedFile(id), { force: true });
}

export async function listUnfinished(): Promise<string[]> {
  return (await readdir(folder()).catch(() => [])).filter((name) => /^[0-9a-f-]{36}$/.test(name));
}
