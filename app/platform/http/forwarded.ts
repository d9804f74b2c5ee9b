import type { IncomingMessage } from "node:http";

/** A name, or an address of version 6 in brackets, with or without a port. */
const HOST = /^([\w.-]+|\[[\da-f:.]+\])(:\d+)?$/i;

/**
 * The whole address of a request as the visitor typed it; null where it is none. `trustProxy` where the site stands
 * behind one proxy of its own, which tells what it was asked and by whom.
 */
export function addressOf({ headers, socket, url = "" }: IncomingMessage, trustProxy: boolean): string | null {
  const told = (name: string) => (trustProxy ? firstOf(headers[name]) : undefined);
  const protocol = told("x-forwarded-proto") ?? ("encrypted" in socket ? "https" : "http");
  const host = told("x-forwarded-host") ?? headers.host ?? "localhost";
  const address = `${protocol}://${host}${url}`;
  return HOST.test(host) && url.startsWith("/") && URL.canParse(address) ? address : null;
}

/** The address of the client's machine. What came to the proxy in the header may be invented: what it added itself is last. */
export function clientAddressOf({ headers, socket }: IncomingMessage, trustProxy: boolean): string {
  const forwarded = headers["x-forwarded-for"];
  const last = trustProxy && forwarded ? [forwarded].flat().join(",").split(",").at(-1)?.trim() : "";
  return last || (socket.remoteAddress ?? "unknown");
}

function firstOf(header: string | string[] | undefined): string | undefined {
  return [header].flat()[0]?.split(",", 1)[0]?.trim() || undefined;
}
