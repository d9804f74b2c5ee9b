/** The encoding to send a text in, as the visitor's Accept-Encoding allows: the smaller one where it is left to us. */
export function encodingFor(acceptEncoding: string | string[] | undefined): "br" | "gzip" | null {
  if (acceptEncoding === undefined) return null;
  const accepted = new Set<string>();
  for (const part of String(acceptEncoding).toLowerCase().split(",")) {
    const [name = "", ...parameters] = part.split(";").map((word) => word.trim());
    if (!parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))) accepted.add(name);
  }
  return accepted.has("br") ? "br" : accepted.has("gzip") ? "gzip" : null;
}
