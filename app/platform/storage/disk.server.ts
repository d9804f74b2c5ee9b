import { randomUUID } from "node:crypto";
import { constants, createReadStream } from "node:fs";
import { access, copyFile, mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { MissingBlob, type Storage } from "./storage.server.ts";

/** Blobs as files, two levels deep by the first letters of the hash. */
export function diskStorage(folder: string): Storage {
  const fileOf = (hash: string) => {
    if (!/^[0-9a-f]{64}$/.test(hash)) throw new MissingBlob(hash);
    return path.join(folder, hash.slice(0, 2), hash);
  };
  const has = (hash: string) =>
    access(fileOf(hash)).then(
      () => true,
      () => false,
    );
  /** Written aside, flushed and renamed: a file under a hash is whole, also after a power cut. */
  const keep = async (hash: string, writeTo: (aside: string) => Promise<void>) => {
    const file = fileOf(hash);
    if (await has(hash)) return;
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    const aside = `${file}.${randomUUID()}`;
    try {
      await writeTo(aside);
      await rename(aside, file);
    } finally {
      await rm(aside, { force: true });
    }
  };
  return {
    has,
    put: (hash, bytes) =>
      keep(hash, async (aside) => {
        const handle = await open(aside, "wx", 0o600);
        try {
          await handle.writeFile(bytes);
          await handle.sync();
        } finally {
          await handle.close();
        }
      }),
    putFile: (hash, from) =>
      keep(hash, async (aside) => {
        await copyFile(from, aside, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
        const handle = await open(aside, "r+");
        try {
          await handle.chmod(0o600);
          await handle.sync();
        } finally {
          await handle.close();
        }
      }),
    async read(hash, range) {
      const file = fileOf(hash);
      if (!(await has(hash))) throw new MissingBlob(hash);
      return createReadStream(file, range);
    },
    async remove(hash) {
      await rm(fileOf(hash), { force: true });
    },
  };
}
