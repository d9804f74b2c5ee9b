import type { TokenPurpose } from "#prisma/generated/client.ts";
import { type DeadLink, readLink } from "./one-time-link.server.ts";

/** What the page of a one-time link shows: the address that it is about, or why it does not work any more. */
export async function readLinkPage(ask: {
  token: string;
  purpose: TokenPurpose;
}): Promise<{ status: "open"; email: string | null } | DeadLink> {
  const link = await readLink(ask);
  return link.status === "open" ? { status: "open", email: link.email } : link;
}

/** The HTTP status of that page. */
export function linkPageStatus(link: { status: "open" } | DeadLink): number {
  if (link.status === "open") return 200;
  return link.reason === "unknown-link" ? 404 : 410;
}
