import { isDeepStrictEqual } from "node:util";
import { type Document, isMap, isScalar, isSeq, type Pair, parseDocument, type Scalar, stringify, type YAMLSeq } from "yaml";

/**
 * Changes of single fields of a YAML text that leave every other byte as it was: comments, order, quotes, endings of
 * lines, fields that nobody knows. The text is taken apart with `yaml`, and only the place of the field is written anew.
 */

export type FieldValue = string | number | boolean;

/** @throws for a text that is no YAML, or no map of fields: who edits it by hand has to mend it first */
export class NotEditable extends Error {}

/** The text with a field set, after the fields it has where it is new; `undefined` takes the field away. */
export function setField(source: string, name: string, value: FieldValue | undefined): string {
  const { document, eol } = open(source);
  return onlyChanging(name, document, writeField(source, { document, eol, name, value }));
}

function writeField(
  source: string,
  { document, eol, name, value }: { document: Document.Parsed; eol: string; name: string; value: FieldValue | undefined },
): string {
  const pair = pairOf(document, name);
  if (!pair) return value === undefined ? source : append(source, `${name}: ${scalarText(value)}`, eol);
  const [start, end] = linesOfPair(source, document, pair);
  if (value === undefined) return source.slice(0, start) + source.slice(end);
  const node = pair.value;
  const isOneLine = isScalar(node) && node.range && !source.slice(node.range[0], node.range[1]).includes("\n");
  if (isOneLine && node.value === value) return source;
  if (isOneLine && node.source !== "" && node.range![1] > node.range![0]) {
    return source.slice(0, node.range![0]) + scalarText(value, node) + source.slice(node.range![1]);
  }
  return `${source.slice(0, start)}${name}: ${scalarText(value)}${eol}${source.slice(end)}`;
}

/** The text with a list of names in another order, with some more or fewer. Each name keeps the comments beside and above it. */
export function setNames(source: string, field: string, names: readonly string[]): string {
  const { document, eol } = open(source);
  return onlyChanging(field, document, writeNames(source, { document, eol, field, names }));
}

function writeNames(
  source: string,
  { document, eol, field, names }: { document: Document.Parsed; eol: string; field: string; names: readonly string[] },
): string {
  const pair = pairOf(document, field);
  const block = names.length === 0 ? `${field}: []` : [`${field}:`, ...names.map((name) => `  - ${scalarText(name)}`)].join(eol);
  if (!pair) return append(source, block, eol);
  const seq = pair.value;
  if (isSeq(seq) && same(namesOf(seq), names)) return source;
  const kept = isSeq(seq) && !seq.flow && names.length > 0 ? chunksOf(source, seq) : undefined;
  if (!kept) {
    const [start, end] = linesOfPair(source, document, pair);
    return `${source.slice(0, start)}${block}${eol}${source.slice(end)}`;
  }
  const lines = names.map((name) => kept.chunks.get(name) ?? `${kept.indent}- ${scalarText(name)}${eol}`);
  const whole = lines.map((line) => (line.endsWith("\n") ? line : line + eol)).join("");
  const after = source.slice(kept.end);
  const isLast = after === "" && !source.endsWith("\n");
  return source.slice(0, kept.start) + (isLast ? whole.slice(0, -eol.length) : whole) + after;
}

/**
 * The text with a field of any shape set: several lines as a block, lists and maps with their parts. The field is written anew
 * as a whole; `undefined` takes it away. @throws NotEditable where that would change another field, as with anchors
 */
export function setValue(source: string, name: string, value: unknown): string {
  const { document, eol } = open(source);
  const pair = pairOf(document, name);
  if (!pair && value === undefined) return source;
  const style = { lineWidth: 0, blockQuote: "literal" } as const;
  const lines = value === undefined ? "" : stringify({ [name]: value }, style).replaceAll("\n", eol);
  const [start, end] = pair ? linesOfPair(source, document, pair) : [0, 0];
  const written = pair ? source.slice(0, start) + lines + source.slice(end) : append(source, lines.slice(0, -eol.length), eol);
  return onlyChanging(name, document, written);
}

/** The written text. @throws NotEditable where another field has changed with the one, as with anchors */
function onlyChanging(name: string, document: Document.Parsed, written: string): string {
  const { [name]: _before, ...others } = fieldsIn(document);
  const { [name]: _after, ...kept } = fieldsIn(open(written).document);
  if (!isDeepStrictEqual(others, kept)) throw new NotEditable(`The field ${name} hangs together with others in this file.`);
  return written;
}

/** A field's list of names, as far as it is one. */
export function readNames(source: string, field: string): string[] {
  const pair = pairOf(open(source).document, field);
  return isSeq(pair?.value) ? (namesOf(pair.value) ?? []).filter((name) => typeof name === "string") : [];
}

function open(source: string): { document: Document.Parsed; eol: string } {
  const document = parseDocument(source, { prettyErrors: false });
  if (document.errors.length > 0 || (document.contents !== null && !isMap(document.contents)))
    throw new NotEditable("This file is no YAML that can be changed here.");
  if (isMap(document.contents) && document.contents.flow) throw new NotEditable("This file is written in braces.");
  return { document, eol: source.includes("\r\n") ? "\r\n" : "\n" };
}

function fieldsIn(document: Document.Parsed): Record<string, unknown> {
  try {
    return (document.toJS() ?? {}) as Record<string, unknown>;
  } catch {
    throw new NotEditable("This file is no YAML that can be changed here.");
  }
}

function pairOf(document: Document.Parsed, name: string): Pair<Scalar, unknown> | undefined {
  if (!isMap(document.contents)) return undefined;
  return document.contents.items.find(({ key }) => isScalar(key) && key.value === name) as Pair<Scalar, unknown> | undefined;
}

/** From the first letter of the field's name to the end of its last line. */
function linesOfPair(source: string, document: Document.Parsed, pair: Pair<Scalar, unknown>): [number, number] {
  const start = pair.key.range![0];
  const value = pair.value as { range?: [number, number, number] | null } | null;
  const last = Math.max(value?.range?.[1] ?? 0, pair.key.range![1]);
  // A block scalar's range ends at the beginning of the next line already.
  const end = last > start && source[last - 1] === "\n" ? last : endOfLine(source, last);
  const items = isMap(document.contents) ? document.contents.items : [];
  const next = items[items.indexOf(pair as never) + 1]?.key as Scalar | undefined;
  return [start, Math.min(end, next?.range?.[0] ?? source.length)];
}

function endOfLine(source: string, from: number): number {
  const at = source.indexOf("\n", from);
  return at < 0 ? source.length : at + 1;
}

function append(source: string, lines: string, eol: string): string {
  // A document may be closed by "..." or hold only comments: a field stands before the one and after the other.
  const end = /(?:^|\n)\.\.\.[ \t]*\r?\n?$/.exec(source);
  const head = end ? source.slice(0, end.index + (end[0].startsWith("\n") ? 1 : 0)) : source;
  const needsEnd = head.trim() !== "" && !head.endsWith("\n");
  return `${head}${needsEnd ? eol : ""}${lines}${eol}${end ? source.slice(head.length) : ""}`;
}

const namesOf = (seq: YAMLSeq) => seq.items.map((item) => (isScalar(item) ? item.value : undefined)) as string[];
const same = (a: readonly unknown[], b: readonly unknown[]) => a.length === b.length && a.every((name, at) => name === b[at]);

/** The lines of each name of a list, with the comments above it; undefined where the list is not one name a line. */
function chunksOf(
  source: string,
  seq: YAMLSeq,
): { start: number; end: number; indent: string; chunks: Map<string, string> } | undefined {
  const chunks = new Map<string, string>();
  let at = -1;
  let begin = -1;
  let indent = "  ";
  for (const item of seq.items) {
    if (!isScalar(item) || typeof item.value !== "string" || !item.range || chunks.has(item.value)) return undefined;
    const [from, to] = item.range;
    if (source.slice(from, to).includes("\n") || item.anchor) return undefined;
    const line = source.lastIndexOf("\n", from - 1) + 1;
    const dash = /^([ \t]*)-[ \t]+$/.exec(source.slice(line, from));
    if (!dash) return undefined;
    if (at < 0) {
      begin = line;
      indent = dash[1]!;
    }
    const end = endOfLine(source, to);
    chunks.set(item.value, source.slice(at < 0 ? line : at, end));
    at = end;
  }
  return at < 0 ? undefined : { start: begin, end: at, indent, chunks };
}

/** A value on one line, in the quotes that the old one had where they still serve. */
function scalarText(value: FieldValue, old?: Scalar): string {
  if (typeof value === "string" && (/[\n\r\t]/.test(value) || old?.type === "QUOTE_DOUBLE")) return JSON.stringify(value);
  if (typeof value === "string" && old?.type === "QUOTE_SINGLE") return `'${value.replaceAll("'", "''")}'`;
  return stringify(value, { lineWidth: 0 }).trimEnd();
}
