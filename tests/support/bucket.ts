import { createHash, createHmac } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

const SECRET = "a secret of the tests";

/** A small S3: objects by path over real HTTP. It checks signature (version 4), length and the hash of what it is sent. */
export async function aBucket() {
  const objects = new Map<string, Buffer>();
  const puts: string[] = [];
  const server = createServer(async (request, response) => {
    const key = decodeURIComponent(request.url ?? "").replace("/media-bucket/", "");
    const answer = (status: number, body: Buffer | string = "", headers = {}) => response.writeHead(status, headers).end(body);
    if (!isSigned(request)) return answer(403, "<Error><Code>SignatureDoesNotMatch</Code></Error>");
    if (request.method === "PUT") {
      // S3 wants the length beforehand.
      if (!request.headers["content-length"]) return answer(411, "<Error><Code>MissingContentLength</Code></Error>");
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part as Buffer);
      const bytes = Buffer.concat(parts);
      if (createHash("sha256").update(bytes).digest("hex") !== request.headers["x-amz-content-sha256"])
        return answer(400, "<Error><Code>XAmzContentSHA256Mismatch</Code></Error>");
      objects.set(key, bytes);
      puts.push(key);
      return answer(200);
    }
    const object = objects.get(key);
    if (request.method === "DELETE") {
      objects.delete(key);
      return answer(204);
    }
    if (!object) return answer(404, request.method === "HEAD" ? "" : "<Error><Code>NoSuchKey</Code></Error>");
    if (request.method === "HEAD") return answer(200, "", { "Content-Length": object.length });
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "") ?? [];
    if (from && to) return answer(206, object.subarray(Number(from), Number(to) + 1));
    return answer(200, object);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  const settings = {
    endpoint: `http://127.0.0.1:${port}`,
    bucket: "media-bucket",
    region: "us-east-1",
    accessKeyId: "tests",
    secretAccessKey: SECRET,
  };
  return { objects, puts, settings, close: () => new Promise((done) => server.close(done)) };
}

const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();

/** Signature version 4 over method, path, signed headers and the hash of the body. */
function isSigned(request: IncomingMessage): boolean {
  const pattern = /Credential=[^/]+\/(\d+)\/([^/]+)\/s3\/aws4_request, *SignedHeaders=([^,]+), *Signature=(\w+)/;
  const [, day = "", region = "", names = "", signature] = pattern.exec(request.headers.authorization ?? "") ?? [];
  const lines = names.split(";").map((name) => `${name}:${String(request.headers[name]).trim().replace(/\s+/g, " ")}\n`);
  const hash = String(request.headers["x-amz-content-sha256"]);
  const canonical = [request.method, request.url, "", lines.join(""), names, hash].join("\n");
  const scope = `${day}/${region}/s3/aws4_request`;
  const digest = createHash("sha256").update(canonical).digest("hex");
  const text = ["AWS4-HMAC-SHA256", request.headers["x-amz-date"], scope, digest].join("\n");
  const key = hmac(hmac(hmac(hmac(`AWS4${SECRET}`, day), region), "s3"), "aws4_request");
  return hmac(key, text).toString("hex") === signature;
}
