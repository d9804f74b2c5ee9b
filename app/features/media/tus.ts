/** Stands on every answer of an upload: tus 1.0.0 with the extensions creation, expiration and termination. */
export const TUS = { "Tus-Resumable": "1.0.0", "Tus-Version": "1.0.0", "Tus-Extension": "creation,expiration,termination" };

/** The header Upload-Metadata: names with values in Base64, separated by commas. */
export function readTusMetadata(header: string): Record<string, string | undefined> {
  const pairs = header.split(",").map((pair) => pair.trim().split(" "));
  return Object.fromEntries(
    pairs.map(([name = "", value = ""]) => [
      name,
      new TextDecoder().decode(Uint8Array.from(decode(value), (sign) => sign.charCodeAt(0))),
    ]),
  );
}

function decode(value: string): string {
  try {
    return atob(value);
  } catch {
    return "";
  }
}
