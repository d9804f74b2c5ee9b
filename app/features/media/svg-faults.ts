import { SaxesParser } from "saxes";

const FORBIDDEN = new Set(["script", "foreignobject", "iframe", "embed", "object", "audio", "video", "set", "handler"]);
/** Data of pictures and places in the same file are all that a picture may point to. */
const HARMLESS_LINK = /^\s*(#|data:image\/(png|jpeg|gif|webp);)/i;

/** What an SVG holds that it must not, in words; undefined where it is well-formed and only a picture. */
export function findSvgFault(text: string): string | undefined {
  let fault: string | undefined;
  let elements = 0;
  let root = "";
  const parser = new SaxesParser({ xmlns: false });
  const say = (what: string) => {
    fault ??= what;
  };
  parser.on("error", () => say("it is not well-formed"));
  // No declared entities, so none that expand.
  parser.on("doctype", () => say("it declares a document type"));
  parser.on("processinginstruction", () => say("it asks for a style sheet or a program"));
  parser.on("opentag", ({ name, attributes }) => {
    elements += 1;
    const local = localOf(name);
    root ||= local;
    if (FORBIDDEN.has(local)) say(`it holds <${local}>`);
    if (elements > 50_000) say("it has too many parts");
    for (const [attribute, value] of Object.entries(attributes)) {
      const key = localOf(attribute);
      if (key.startsWith("on")) say(`it holds ${key}`);
      else if ((key === "href" || key === "src") && !HARMLESS_LINK.test(value)) say("it points to another address");
      else if (/javascript:|url\(\s*["']?(?!["']?#)/i.test(value)) say("it points to another address");
    }
  });
  parser.on("text", (words) => {
    if (/@import|url\(\s*["']?(?!["']?#)/i.test(words)) say("it points to another address");
  });
  parser.on("cdata", (words) => {
    if (/@import|url\(/i.test(words)) say("it points to another address");
  });
  try {
    parser.write(text).close();
  } catch {
    say("it is not well-formed");
  }
  return fault ?? (root === "svg" ? undefined : "it is no SVG");
}

function localOf(name: string): string {
  return (name.split(":").at(-1) ?? "").toLowerCase();
}
