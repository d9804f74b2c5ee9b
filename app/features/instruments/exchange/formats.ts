import type { Instrument } from "../instrument.schema.ts";
import { readAiken } from "./aiken/read-aiken.ts";
import { aikenWriter } from "./aiken/write-aiken.ts";
import { readHeadings } from "./csv/csv-columns.ts";
import { readCsv } from "./csv/read-csv.ts";
import { csvWriter } from "./csv/write-csv.ts";
import type { ExportedQuestions } from "./export-report.ts";
import { readGift } from "./gift/read-gift.ts";
import { giftWriter } from "./gift/write-gift.ts";
import type { ImportResult } from "./import-report.ts";
import { readMoodleXml } from "./moodle-xml/read-moodle-xml.ts";
import { moodleXmlWriter } from "./moodle-xml/write-moodle-xml.ts";
import { exportQti } from "./qti/export-qti.ts";
import { importQti } from "./qti/import-qti.ts";
import { isZip } from "./qti/package/open-zip.ts";
import { type Pen, writeQuestions } from "./write-questions.ts";

/** A format of question files. docs/question-import.md says what each can carry. */
export interface QuestionFormat {
  /** As the command line names it. */
  key: string;
  title: string;
  ending: string;
  /** Whether a file that begins like this is one of the format. */
  begins(file: FileBeginning): boolean;
  read(bytes: Uint8Array, name: string): ImportResult | Promise<ImportResult>;
  /** `media` gives what a file of `media/` holds. */
  write(instrument: Instrument, media: Pen["media"]): ExportedQuestions | Promise<ExportedQuestions>;
}

interface FileBeginning {
  bytes: Uint8Array;
  /** The first letters of a file that is read as text. */
  text: string;
}

/** A single file of QTI, with or without a prefix: 1.2, 2 and 3. */
const QTI_ROOT = /<(?:\w+:)?(?:questestinterop|assessmentItem|assessmentTest|qti-assessment-item|qti-assessment-test)[\s>]/;

/** In the order in which a file is tried; a format of packages or of other XML goes first. */
const FORMATS: QuestionFormat[] = [
  {
    key: "qti",
    title: "QTI",
    ending: "zip",
    begins: ({ bytes, text }) => isZip(bytes) || QTI_ROOT.test(text),
    read: importQti,
    write: (instrument, media) => exportQti(instrument, media),
  },
  {
    key: "moodle-xml",
    title: "Moodle XML",
    ending: "xml",
    begins: ({ text }) =>
      /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,5000}?-->\s*)*(?:<!DOCTYPE[^>]*>?[\s\S]{0,2000})?<quiz[\s>]/.test(text),
    read: readMoodleXml,
    write: ({ items }, media) => writeQuestions(items, media, moodleXmlWriter),
  },
  {
    key: "aiken",
    title: "Aiken",
    ending: "txt",
    begins: ({ text }) => /^[ \t]*ANSWERS?[ \t]*:[ \t]*[A-Z][.)]?[ \t]*$/im.test(text) && /^[ \t]*A[ \t]?[.)]/im.test(text),
    read: readAiken,
    write: ({ items }, media) => writeQuestions(items, media, aikenWriter),
  },
  {
    key: "csv",
    title: "CSV",
    ending: "csv",
    begins: ({ text }) => hasHeadings(text),
    read: readCsv,
    write: ({ items }, media) => writeQuestions(items, media, csvWriter),
  },
  {
    key: "gift",
    title: "GIFT",
    ending: "gift",
    begins: ({ text }) => /^[^\S\n]*(?:::|\/\/|\$CATEGORY:)/m.test(text) || hasBraces(text),
    read: readGift,
    write: ({ items }, media) => writeQuestions(items, media, giftWriter),
  },
];

export const FORMAT_KEYS = FORMATS.map(({ key }) => key);

export function formatNamed(key: string): QuestionFormat | undefined {
  return FORMATS.find((format) => format.key === key);
}

export function formatEnding(ending: string): QuestionFormat | undefined {
  return FORMATS.find((format) => format.ending === ending);
}

const BEGINNING = 65_536;

/** The format that a file is in, by what is in it and not by its name; undefined where it is none of them. */
export function formatOf(bytes: Uint8Array): QuestionFormat | undefined {
  const file = { bytes, text: beginningOf(bytes) };
  return FORMATS.find(({ begins }) => begins(file));
}

/** Reads a file of questions in any of the formats. */
export async function importQuestions(bytes: Uint8Array, name: string, format = formatOf(bytes)): Promise<ImportResult> {
  if (format) return format.read(bytes, name);
  const known = FORMATS.map(({ title }) => title).join(", ");
  return { status: "refused", message: `This is no file of questions in a format that is known here: ${known}.` };
}

function beginningOf(bytes: Uint8Array): string {
  const [a, b] = bytes;
  const encoding = a === 0xff && b === 0xfe ? "utf-16le" : a === 0xfe && b === 0xff ? "utf-16be" : "utf-8";
  const text = new TextDecoder(encoding).decode(bytes.subarray(0, BEGINNING));
  return text.replace(/\r\n?/g, "\n");
}

/** An opening brace, and what closes it or the end: one walk through the text, whatever is in it. */
function hasBraces(text: string): boolean {
  return text.split("}").some((piece) => !piece.endsWith("\\") && /(?<!\\)\{/.test(piece));
}

function hasHeadings(text: string): boolean {
  const [first = ""] = text.trimStart().split("\n", 1);
  return [",", ";", "\t"].some((sign) => {
    const cells = first.split(sign).map((cell) => cell.trim().replace(/^"|"$/g, ""));
    return cells.length > 1 && readHeadings(cells) !== undefined;
  });
}
