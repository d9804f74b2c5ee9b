import { readBytes } from "./read-bytes.server.ts";

/**
 * The data that was sent as JSON, at most `limit` bytes of it; undefined for what is no JSON, which no schema takes.
 * @throws Response 413, with the reason as JSON: a request that does not say how long it is may be endless
 */
export async function readJson(request: Request, limit: number): Promise<unknown> {
  const bytes = await readBytes(request, limit);
  if (!bytes)
    throw Response.json({ status: "refused", reason: "bad-value", error: `Send at most ${limit} bytes.` }, { status: 413 });
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
