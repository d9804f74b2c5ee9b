import { Unreadable } from "../../stop.ts";

/** Encodings that question files are written in, by the names that XML declarations use. */
const ENCODINGS: Record<string, string> = {
  "utf-8": "utf-8",
  utf8: "utf-8",
  "us-ascii": "utf-8",
  ascii: "utf-8",
  "utf-16": "utf-16le",
  "utf-16le": "utf-16le",
  "utf-16be": "utf-16be",
  // Browsers read Latin-1 as its superset windows-1252, and so do we: the WHATWG Encoding Standard, section 4.2.
  "iso-8859-1": "windows-1252",
  latin1: "windows-1252",
  "windows-1252": "windows-1252",
  cp1252: "windows-1252",
  "iso-8859-15": "iso-8859-15",
};

/**
 * The text of an XML file without its declaration: by its byte order mark, by the declaration, or as UTF-8 (XML 1.0,
 * appendix F). @throws Unreadable where the bytes are not in that encoding.
 */
export function decodeXml(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes);
  let text: string;
  try {
    text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new Unreadable(`The text is not ${encoding.toUpperCase()}, though it should be. Save it as UTF-8.`);
  }
  if (text.includes("\0")) throw new Unreadable("The text has NUL characters in it, so it is not XML.");
  return text.replace(/^\s*<\?xml\s[^>]*\?>/, (declaration) => declaration.replace(/[^\n]/g, ""));
}

function encodingOf(bytes: Uint8Array): string {
  const [a, b, c, d] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return "utf-8";
  if (a === 0xff && b === 0xfe) return "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  if (a === 0x3c && b === 0 && c !== 0 && d === 0) return "utf-16le";
  if (a === 0 && b === 0x3c && c === 0) return "utf-16be";
  const head = new TextDecoder("windows-1252").decode(bytes.subarray(0, 200));
  const [, declared = "utf-8"] = /^\s*<\?xml\s[^>]*encoding\s*=\s*["']([^"']{1,40})["']/.exec(head) ?? [];
  const name = declared.toLowerCase();
  const known = Object.hasOwn(ENCODINGS, name) ? ENCODINGS[name]! : undefined;
  if (!known) throw new Unreadable(`The encoding ${declared} is not known here. Save the file as UTF-8.`);
  // A declaration that could be read byte by byte is not UTF-16, whatever it says.
  return known.startsWith("utf-16") ? "utf-8" : known;
}
