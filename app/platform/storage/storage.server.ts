import type { Readable } from "node:stream";
import { env } from "../env.server.ts";
import { diskStorage } from "./disk.server.ts";
import { s3Storage } from "./s3.server.ts";

/** Where media lie: bytes under their SHA-256, written once and never changed. */
export interface Storage {
  /** Stores the bytes under the hash; storing them again changes nothing. */
  put(hash: string, bytes: Buffer, mediaType: string): Promise<void>;
  /** The same for a file on this machine, of any size: it goes through as it is read, and stays where it is. */
  putFile(hash: string, file: string, mediaType: string): Promise<void>;
  has(hash: string): Promise<boolean>;
  /** The bytes from `start` to `end`, both inclusive; the whole where no range is given. @throws MissingBlob */
  read(hash: string, range?: { start: number; end: number }): Promise<Readable>;
  remove(hash: string): Promise<void>;
}

export class MissingBlob extends Error {
  override name = "MissingBlob";
  constructor(hash: string) {
    super(`There are no stored bytes under ${hash}.`);
  }
}

let current: Storage | undefined;
let uploads: Storage | undefined;

/** An S3-compatible bucket where the S3_ variables are set, else the folder `media` of the data folder. */
export function storage(): Storage {
  const { s3, dataDir } = env();
  current ??= s3 ? s3Storage(s3) : diskStorage(`${dataDir}/media`);
  return current;
}

/** The same for what people upload as answers, apart from the media of courses: removing one takes nothing from the other. */
export function uploadStorage(): Storage {
  const { s3, dataDir } = env();
  uploads ??= s3 ? s3Storage(s3, "uploads") : diskStorage(`${dataDir}/uploads`);
  return uploads;
}
