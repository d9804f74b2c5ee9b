import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as WebStream } from "node:stream/web";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import compression from "compression";
import { encodingFor } from "./content-encoding.ts";
import { htmlOf } from "./page-response.ts";

/** Bytes below which an encoding saves nothing. */
const WORTH_ENCODING = 1024;

/** Sends what a route has answered. A page and a short answer go out in one piece; what is a stream, such as a film, stays one. */
export async function sendResponse(answer: Response, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.statusCode = answer.status;
  response.statusMessage = answer.statusText;
  for (const [name, value] of answer.headers) {
    if (response.hasHeader(name)) response.appendHeader(name, value);
    else response.setHeader(name, value);
  }
  const html = htmlOf(answer);
  if (html !== undefined) return sendPage(html, request, response);
  if (answer.body && isShort(answer)) return sendPage(await answer.text(), request, response);
  await encodeAsItGoes(request, response);
  if (answer.body) await pour(answer.body, response);
  else response.end();
}

/** JSON and plain words for a script or a machine. What is to be saved as a file may be long, and goes out as it is made. */
function isShort({ headers }: Response): boolean {
  if (headers.has("Content-Disposition")) return false;
  return /^(?:application\/json|text\/plain)\b/.test(headers.get("Content-Type") ?? "");
}

/** At the pace at which the visitor takes it: a film on a slow line is not held in memory. */
async function pour(body: ReadableStream, response: ServerResponse): Promise<void> {
  try {
    await pipeline(Readable.fromWeb(body as WebStream), response);
  } catch (error) {
    // Who leaves in the middle of a film has broken nothing.
    if ((error as NodeJS.ErrnoException).code !== "ERR_STREAM_PREMATURE_CLOSE") throw error;
  }
}

async function sendPage(html: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!/accept-encoding/i.test(String(response.getHeader("Vary")))) response.appendHeader("Vary", "Accept-Encoding");
  const page = Buffer.from(html);
  const encoding = page.length < WORTH_ENCODING ? null : encodingFor(request.headers["accept-encoding"]);
  if (encoding) response.setHeader("Content-Encoding", encoding);
  const body = encoding ? await encode[encoding](page) : page;
  response.setHeader("Content-Length", body.length);
  response.end(body);
}

const encode = {
  br: (page: Buffer) => promisify(brotliCompress)(page, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
  gzip: (page: Buffer) => promisify(gzip)(page),
};

const compress = compression();

/** Lets the response encode what is written to it, where its type and the visitor allow that. */
function encodeAsItGoes(request: IncomingMessage, response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    compress(request as Parameters<typeof compress>[0], response as Parameters<typeof compress>[1], () => resolve());
  });
}
