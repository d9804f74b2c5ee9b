import { openAsBlob } from "node:fs";
import { Readable } from "node:stream";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import { AwsClient } from "aws4fetch";
import { MissingBlob, type Storage } from "./storage.server.ts";

interface Bucket {
  endpoint: string;
  bucket: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** Blobs as objects `FOLDER/HASH` of an S3-compatible bucket, addressed by path, which every such service knows. */
export function s3Storage({ endpoint, bucket, region, accessKeyId, secretAccessKey }: Bucket, folder = "media"): Storage {
  const client = new AwsClient({ accessKeyId, secretAccessKey, region, service: "s3", retries: 3 });
  const addressOf = (hash: string) => `${endpoint.replace(/\/+$/, "")}/${bucket}/${folder}/${hash}`;
  const fail = async (response: Response, act: string, hash: string) =>
    new Error(`The bucket ${bucket} could not ${act} ${hash}: ${response.status} ${(await response.text()).slice(0, 300)}`);
  const has = async (hash: string) => {
    const response = await client.fetch(addressOf(hash), { method: "HEAD" });
    if (response.ok) return true;
    if (response.status === 404) return false;
    throw await fail(response, "look up", hash);
  };
  /** A Blob tells its length and is read as it is sent. The hash is signed along, so the bucket refuses other bytes. */
  const keep = async (hash: string, body: Blob, mediaType: string) => {
    if (await has(hash)) return;
    const headers = { "Content-Type": mediaType, "X-Amz-Content-Sha256": hash };
    const response = await client.fetch(addressOf(hash), { method: "PUT", body, headers });
    if (!response.ok) throw await fail(response, "store", hash);
  };
  return {
    has,
    put: (hash, bytes, mediaType) => keep(hash, new Blob([new Uint8Array(bytes)]), mediaType),
    putFile: async (hash, file, mediaType) => keep(hash, await openAsBlob(file), mediaType),
    async read(hash, range) {
      const headers: Record<string, string> = range ? { Range: `bytes=${range.start}-${range.end}` } : {};
      const response = await client.fetch(addressOf(hash), { headers });
      if (response.status === 404) throw new MissingBlob(hash);
      if (!response.ok || !response.body) throw await fail(response, "read", hash);
      return Readable.fromWeb(response.body as NodeReadableStream);
    },
    async remove(hash) {
      const response = await client.fetch(addressOf(hash), { method: "DELETE" });
      if (!response.ok && response.status !== 404) throw await fail(response, "remove", hash);
    },
  };
}
