import type { MergeOffer } from "../../../features/authoring/offer-merges.server.ts";
import type { Push } from "../../../features/authoring/remote/receive-push.server.ts";
import type { Fault } from "../../../features/courseware/fault.ts";

/** What went wrong between here and the site, in words for the person at the command line. */
export class SiteError extends Error {}

export interface RemoteDraft {
  revision: number;
  files: { path: string; hash: string }[];
}

export type Pushed =
  | { status: "changed" | "unchanged"; revision: number }
  | { status: "refused"; reason: "moved-on"; revision: number; offers: MergeOffer[] };

export interface Report {
  faults: Fault[];
  warnings: Fault[];
}

/** A course of a running site, as a token opens it. */
export function siteClient({ site, token, course }: { site: string; token: string; course: string }) {
  const base = `${new URL(site).origin}/api/courses/${encodeURIComponent(course)}`;

  async function ask(path: string, init: RequestInit = {}): Promise<Response> {
    // The site takes changes from its own pages only; a program says so by naming it.
    const headers = { Authorization: `Bearer ${token}`, Origin: new URL(site).origin, ...init.headers };
    let response: Response;
    try {
      response = await fetch(`${base}${path}`, { ...init, headers, redirect: "error" });
    } catch (error) {
      const cause = (error as { cause?: { code?: string } }).cause?.code ?? (error as Error).message;
      throw new SiteError(`${site} cannot be reached (${cause}).`);
    }
    if (response.ok || response.status === 409 || response.status === 422) return response;
    const said = (await response.text()).slice(0, 300);
    throw new SiteError(`The site answered ${response.status}: ${errorIn(said)}`);
  }

  const json = (body: unknown) => ({
    method: "POST",
    body: JSON.stringify(body),
    headers: { "Content-Type": "application/json" },
  });

  return {
    async read(): Promise<RemoteDraft> {
      return (await ask("/draft")).json();
    },
    async bytes(hash: string): Promise<Buffer> {
      return Buffer.from(await (await ask(`/files/${hash}`)).arrayBuffer());
    },
    async send(hash: string, bytes: Buffer): Promise<void> {
      const headers = { "Content-Type": "application/octet-stream" };
      await ask(`/files/${hash}`, { method: "POST", body: new Uint8Array(bytes), headers });
    },
    async push(push: Push): Promise<Pushed> {
      const response = await ask("/draft", json(push));
      const answer = await response.json();
      if (response.ok || answer.reason === "moved-on") return answer;
      throw new SiteError(String(answer.error ?? "The site did not take it."));
    },
    async check(): Promise<Report> {
      return (await ask("/check")).json();
    },
    async publish(ask_: { revision: number; notes: string }): Promise<Report & { release?: number; error?: string }> {
      return (await ask("/publish", json(ask_))).json();
    },
  };
}

export type SiteClient = ReturnType<typeof siteClient>;

function errorIn(said: string): string {
  try {
    return String(JSON.parse(said).error ?? said);
  } catch {
    return said;
  }
}
