import type { Instrument } from "../instrument.schema.ts";
import type { SourceItem } from "../items/registry.ts";
import { parseInstrument } from "../parse-instrument.ts";
import { sameJson } from "../same-json.ts";
import type { Data } from "./assemble/choice-item.ts";
import { NEVER_OWN, writeOwnData } from "./assemble/own-data.ts";
import type { ExportedQuestion, ExportedQuestions } from "./export-report.ts";
import type { ImportResult } from "./import-report.ts";
import { NoteBook } from "./note-book.ts";
import { nameOfTag } from "./own-tags.ts";
import { Unsupported } from "./stop.ts";

/** What items are written with: files of `media/`, and a book for what gets lost. */
export interface Pen {
  notes: NoteBook;
  /** What a file of `media/` holds; undefined where it is not there, or the caller has none. */
  media(name: string): Uint8Array | undefined;
}

export interface WrittenItem {
  item: SourceItem;
  /** The question in the words of the format. */
  text: string;
  /** Own data, for formats that have a place for it. */
  own?: string;
}

/** A format as the export needs it. */
export interface QuestionWriter {
  title: string;
  /** @throws Unsupported where the format has nothing for such an item. */
  write(item: SourceItem, pen: Pen): string;
  file(items: WrittenItem[]): string;
  /** Fields that stand in tags of ours. */
  tags(item: SourceItem): string[];
  read(bytes: Uint8Array): ImportResult;
  /** False where nothing but the question itself can stand in the file. */
  takesOwnData: boolean;
}

/**
 * Writes items as a file of another format. Every question is read back as an import would read it, and what differs is
 * kept as own data where the format has a place for it, and told either way: so the report is what happens.
 */
export function writeQuestions(items: SourceItem[], media: Pen["media"], writer: QuestionWriter): ExportedQuestions {
  const written: WrittenItem[] = [];
  const questions = items.map((item): ExportedQuestion => {
    const notes = new NoteBook();
    try {
      written.push(settle(item, { notes, media }, writer));
    } catch (error) {
      if (!(error instanceof Unsupported)) throw error;
      notes.unsupported(`It is not in the file. ${error.message}`);
      return { key: item.key, isWritten: false, notes: notes.notes };
    }
    return { key: item.key, isWritten: true, notes: notes.notes };
  });
  return { bytes: Buffer.from(writer.file(written)), questions };
}

function settle(item: SourceItem, pen: Pen, writer: QuestionWriter): WrittenItem {
  const text = writer.write(item, pen);
  const { data, read } = readBack({ item, text }, writer);
  const tags = writer.tags(item);
  if (tags.length > 0)
    pen.notes.add({ level: "kept", message: `Tags that only we read say: ${tags.map(nameOfTag).join(", ")}.` });
  const isOther = read.kind !== item.kind;
  if (isOther) pen.notes.changed(`In ${writer.title} it is a question of the kind ${read.kind}.`);
  const lost = Object.keys(isOther ? item : { ...item, ...read }).filter((name) => {
    return !(isOther && ["kind", "answer"].includes(name)) && !sameJson(fieldOf(item, name), fieldOf(read, name));
  });
  const own = lost.filter((name) => writer.takesOwnData && !NEVER_OWN.includes(name) && !showsMedia(fieldOf(item, name)));
  for (const name of lost) {
    if (own.includes(name))
      pen.notes.add({
        level: "kept",
        message: `“${name}” is in the file as only we read it; others ${other(item, read, name)}.`,
      });
    else if (fieldOf(read, name) === undefined)
      pen.notes.unsupported(`“${name}” has no place in ${writer.title}: it was left out.`);
    else pen.notes.changed(`“${name}” is not all the same in ${writer.title}: others ${other(item, read, name)}.`);
  }
  if (own.length === 0) return { item, text };
  const set = Object.fromEntries(own.flatMap((name) => (fieldOf(item, name) === undefined ? [] : [[name, fieldOf(item, name)]])));
  const unset = own.filter((name) => fieldOf(item, name) === undefined);
  return { item, text, own: writeOwnData(data, set, unset) };
}

/** What an import makes of a single question: as it is read, and with all defaults filled in. */
function readBack(written: WrittenItem, writer: QuestionWriter): { data: Data; read: SourceItem } {
  const result = writer.read(Buffer.from(writer.file([written])));
  const question = result.status === "imported" ? result.imported.questions[0] : undefined;
  if (!question?.item) {
    const reason = result.status === "refused" ? result.message : question?.notes.at(-1)?.message;
    throw new Unsupported(`${writer.title} could not be read back with it. ${reason ?? ""}`.trim());
  }
  return { data: question.item, read: withDefaults(question.item) };
}

function withDefaults(item: Data): SourceItem {
  const sections = item.section === undefined ? {} : { sections: [{ key: item.section, title: "Section" }] };
  const { instrument } = parseInstrument({
    kind: "graded",
    key: "export",
    title: "Export",
    passMark: 0,
    items: [item],
    ...sections,
  });
  return (instrument as Instrument).items[0] as SourceItem;
}

function fieldOf(item: SourceItem, name: string): unknown {
  return (item as unknown as Data)[name];
}

/** Files may have other names after an import, so texts that show some are never put back as they were. */
function showsMedia(value: unknown): boolean {
  return /media:|::(?:audio|video|download)\{/.test(JSON.stringify(value) ?? "");
}

/** What others make of a field. */
function other(item: SourceItem, read: SourceItem, name: string): string {
  if (fieldOf(read, name) === undefined) return "leave it out";
  const place = firstDifference(fieldOf(item, name), fieldOf(read, name), name);
  return place === name ? "read it differently" : `read it differently, such as ${place}`;
}

function firstDifference(a: unknown, b: unknown, path: string): string {
  if (!isHolder(a) || !isHolder(b)) return path;
  const name = Object.keys({ ...a, ...b }).find((key) => !sameJson(a[key], b[key]));
  return name === undefined ? path : firstDifference(a[name], b[name], `${path}.${name}`);
}

function isHolder(value: unknown): value is Data {
  return typeof value === "object" && value !== null;
}
