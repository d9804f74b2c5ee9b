import { request } from "node:http";

export interface Answered {
  status: number;
  /** Path and query where the answer leads elsewhere on the site, else the whole address. */
  location: string;
  body: string;
  cookie: string;
}

/** The site was killed before it had answered: nobody knows whether it did what was asked. */
export class CutOff extends Error {
  override name = "CutOff";
}

interface Ask {
  cookie?: string;
  form?: Record<string, string>;
  json?: unknown;
}

/**
 * One request as a browser on the site's own pages sends it, on a connection of its own: one that a killed server left
 * must not be mistaken for the next server's. What is given to send makes it a POST. @throws CutOff
 */
export function ask(site: string, path: string, { cookie = "", form, json }: Ask = {}): Promise<Answered> {
  const body = json === undefined ? new URLSearchParams(form).toString() : JSON.stringify(json);
  const headers: Record<string, string> = { Cookie: cookie, Origin: site, "User-Agent": "Fault harness" };
  const isPost = form !== undefined || json !== undefined;
  if (isPost) {
    headers["Content-Type"] = json === undefined ? "application/x-www-form-urlencoded" : "application/json";
    headers["Content-Length"] = String(Buffer.byteLength(body));
  }
  return new Promise((resolve, reject) => {
    const cutOff = (cause: Error) => reject(new CutOff(`${path}: ${cause.message}`, { cause }));
    const sent = request(site + path, { method: isPost ? "POST" : "GET", headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.once("error", cutOff);
      response.once("end", () => {
        const { location = "", "set-cookie": cookies = [] } = response.headers;
        resolve({
          status: response.statusCode ?? 0,
          location: location.replace(site, ""),
          body: Buffer.concat(chunks).toString("utf8"),
          cookie: cookies[0]?.split(";")[0] ?? "",
        });
      });
    });
    sent.once("error", cutOff);
    sent.end(isPost ? body : undefined);
  });
}
