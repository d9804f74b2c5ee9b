import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLParseError,
  type YAMLWarning,
} from "yaml";
import type { Findings } from "./fault.ts";

export type FieldPath = readonly (string | number)[];

/** YAML as read, which still knows on which line everything stands. */
export interface YamlFile {
  file: string;
  data: unknown;
  /** The line of a field; where there is no such field, the line of the innermost thing that would hold it. */
  lineOf(path: FieldPath): number;
  /** Where a text that came from this file stands, and whether its own lines follow one by one (a `|` block). */
  placeOf(text: string): { line: number; literal: boolean };
}

/** Reads YAML; faults of its syntax go to the findings, and then there is no result. `firstLine`: of its first line, in the file. */
export function readYaml(ask: { file: string; source: string; firstLine?: number }, findings: Findings): YamlFile | undefined {
  try {
    return parse({ firstLine: 1, ...ask }, findings);
  } catch (error) {
    // Too deep for the stack, or an alias that stands for too much.
    const message = `This YAML cannot be resolved: ${(error as Error).message}.`;
    findings.fault({
      file: ask.file,
      line: ask.firstLine ?? 1,
      message,
      remedy: "Nest less deeply, and write texts out instead of using aliases (*name).",
    });
    return undefined;
  }
}

function parse(ask: { file: string; source: string; firstLine: number }, findings: Findings): YamlFile | undefined {
  const { file, source, firstLine } = ask;
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const lineAt = (offset: number | undefined) => (offset === undefined ? 1 : lines.linePos(offset).line) + firstLine - 1;

  for (const error of [...document.errors, ...document.warnings]) {
    findings.fault({
      file,
      line: lineAt(startOf(document, error)),
      message: `This is not valid YAML: ${error.message}.`,
      remedy: remedyFor(error.code),
    });
  }
  if (document.errors.length + document.warnings.length > 0) return undefined;

  const places = new Map<string, { line: number; literal: boolean }>();
  let whole = true;
  visit(document, {
    Scalar(_key, node) {
      if (typeof node.value !== "string") return;
      const line = lineAt(node.range?.[0]);
      if (!isStorable(node.value)) {
        const remedy = "Write it without control characters and broken escapes.";
        findings.fault({ file, line, message: "This text has a character that cannot be stored.", remedy });
        whole = false;
      }
      const literal = node.type === "BLOCK_LITERAL";
      places.set(node.value.trim(), { line: literal ? line + 1 : line, literal });
    },
  });
  if (!whole) return undefined;

  return {
    file,
    data: document.toJS(),
    lineOf: (path) => lineAt(offsetOf(document, path)),
    placeOf: (text) => places.get(text.trim()) ?? { line: firstLine, literal: false },
  };
}

/** A quote that is never closed is noticed at the end of the file; what helps is where it was opened. */
function startOf(document: Document.Parsed, error: YAMLParseError | YAMLWarning): number {
  let start = error.pos[0];
  if (error.code !== "MISSING_CHAR") return start;
  visit(document, {
    Scalar(_key, { type, range }) {
      if (type?.startsWith("QUOTE") && range && range[1] >= error.pos[0]) start = Math.min(start, range[0]);
    },
  });
  return start;
}

/** PostgreSQL stores neither NUL nor half a surrogate pair; other control characters are accidents. */
export function isStorable(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
  return !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\p{Surrogate}]/u.test(text);
}

function remedyFor(code: string): string {
  switch (code) {
    case "TAB_AS_INDENT":
      return "Indent with spaces.";
    case "DUPLICATE_KEY":
      return "Keep one of the two.";
    case "BLOCK_AS_IMPLICIT_KEY":
    case "MULTILINE_IMPLICIT_KEY":
      return 'Put the text in quotes: a text that holds ": " or begins with a sign needs them.';
    case "MISSING_CHAR":
      return "Close the quote or bracket that was opened.";
    default:
      return 'Check the indentation, and put texts that hold ": " or begin with a sign in quotes.';
  }
}

function offsetOf(document: Document.Parsed, path: FieldPath): number | undefined {
  let node: unknown = document.contents;
  let offset = document.contents?.range?.[0];
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => (isScalar(key) ? key.value : key) === step);
      if (!pair) return offset;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      const item = node.items[Number(step)] as Node | undefined;
      if (!item) return offset;
      offset = item.range?.[0] ?? offset;
      node = item;
    } else return offset;
  }
  return offset;
}
