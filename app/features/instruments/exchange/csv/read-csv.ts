import { parse } from "csv-parse/sync";
import { settleQuestion } from "../assemble/settle-question.ts";
import { decodeText } from "../decode-text.ts";
import type { ImportedQuestion, ImportResult } from "../import-report.ts";
import { LONGEST_QUESTION, MOST_QUESTIONS, MOST_TEXT_BYTES } from "../limits.ts";
import { NoteBook, shortened } from "../note-book.ts";
import { readOwnTags, withKeys } from "../own-tags.ts";
import { QuestionKeys } from "../question-keys.ts";
import { Refused, Unsupported } from "../stop.ts";
import { TextReader } from "../text/read-text.ts";
import { type CsvRow, readRow } from "./csv-cells.ts";
import { readHeadings } from "./csv-columns.ts";
import { readCsvItem } from "./read-csv-item.ts";

/** Reads questions in the rows of a CSV file with headings, ours or what others call them: docs/question-import.md, "CSV". */
export function readCsv(bytes: Uint8Array): ImportResult {
  const decoded = decodeText(bytes, MOST_TEXT_BYTES);
  if (decoded.status === "refused") return decoded;
  const rows = readCells(decoded.text);
  if (typeof rows === "string") return { status: "refused", message: rows };
  const [headings, ...records] = rows;
  const columns = headings && readHeadings(headings.cells);
  if (!columns) {
    return {
      status: "refused",
      message: "The first line does not name the columns, such as: prompt, option 1, option 2, correct.",
    };
  }
  const notes = new NoteBook();
  for (const note of decoded.notes) notes.add(note);
  const unknown = headings.cells.filter((name, index) => columns[index] === undefined && name.trim() !== "");
  if (unknown.length > 0)
    notes.unsupported(`Columns that are not known here were left out: ${shortened(unknown.join(", "), 200)}.`);
  const keys = new QuestionKeys();
  const questions = records.map(({ cells, line }) => {
    const row = readRow(line - (cells.join("").match(/\n/g)?.length ?? 0), cells, columns);
    const beyond = cells.slice(columns.length).some((cell) => cell.trim() !== "");
    const length = cells.reduce((total, cell) => total + cell.length, 0);
    return readQuestion(row, { beyond, isTooLong: length > 2 * LONGEST_QUESTION }, keys);
  });
  return { status: "imported", imported: { questions, media: [], notes: notes.notes } };
}

const LONGEST_LINE = 4 * LONGEST_QUESTION;
const MOST_COLUMNS = 500;

interface Cells {
  cells: string[];
  /** Of its last line. */
  line: number;
}

/** The cells of every row; a sentence where there is no table, or one that is too large. */
function readCells(text: string): Cells[] | string {
  if (text.split("\n").some((line) => line.length > LONGEST_LINE)) return `A line is longer than ${LONGEST_LINE} characters.`;
  const rows: Cells[] = [];
  try {
    parse(text, {
      delimiter: delimiterOf(text),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      max_record_size: LONGEST_LINE,
      on_record(cells, { lines }) {
        if (rows.length > MOST_QUESTIONS) throw new Refused(`It has more than ${MOST_QUESTIONS} questions. Divide it`);
        // Empty cells count for nothing in the size of a row, so their number is bounded here.
        if (cells.length > MOST_COLUMNS) throw new Refused(`Row ${rows.length + 1} has more than ${MOST_COLUMNS} cells`);
        rows.push({ cells, line: lines });
        return null;
      },
    });
  } catch (error) {
    return `The file cannot be read as CSV: ${shortened((error as Error).message.replace(/\.$/, ""), 200)}.`;
  }
  return rows;
}

/** The sign that parts the most headings. */
function delimiterOf(text: string): string {
  const [first = ""] = text.split("\n", 1);
  const counts = [",", ";", "\t"].map((sign) => ({ sign, count: first.slice(0, 10_000).split(sign).length }));
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).sign;
}

function readQuestion(
  row: CsvRow,
  { beyond, isTooLong }: { beyond: boolean; isTooLong: boolean },
  keys: QuestionKeys,
): ImportedQuestion {
  const notes = new NoteBook();
  const reader = new TextReader({ notes, media: () => undefined });
  const [id, bank, own] = [row.value("key"), row.value("bank"), row.value("own")];
  const frame = {
    source: `line ${row.line}`,
    title: "",
    excerpt: shortened(row.value("prompt")),
    category: bank === "" ? [] : [bank],
    notes,
    ...(id && { id }),
    ...(own && { own }),
  };
  return settleQuestion(frame, keys, () => {
    if (isTooLong) throw new Unsupported(`It is longer than ${2 * LONGEST_QUESTION} characters.`);
    if (beyond) notes.unsupported("Cells beyond the last heading were left out.");
    const read = readCsvItem(row, reader);
    const tags = row
      .value("settings")
      .split(/\s*;\s*/)
      .filter((tag) => tag !== "");
    const {
      fields,
      keys: names,
      others,
    } = readOwnTags(
      tags.map((tag) => `courageous:${tag}`),
      String(read.item.kind),
    );
    if (others.length > 0) notes.unsupported(`Settings that are not known here: ${shortened(others.join(", "), 200)}.`);
    const feedback = reader.block(row.value("feedback"), "markdown");
    const hints = row
      .value("hints")
      .split(/\n\s*\n---\n\s*\n/)
      .map((hint) => reader.block(hint, "markdown"))
      .filter((hint) => hint !== "");
    return {
      prompt: read.prompt,
      item: {
        ...withKeys({ ...read.item, ...pointsOf(row, String(read.item.kind)), ...fields }, names),
        ...(feedback && { feedback }),
        ...(hints.length > 0 && { hints }),
      },
    };
  });
}

function pointsOf(row: CsvRow, kind: string): { points?: number } {
  const text = row.value("points");
  if (text === "" || kind === "cloze") return {};
  const points = Number(text.replace(",", "."));
  if (!(points >= 0)) throw new Unsupported(`“${text.slice(0, 60)}” is not a number of points.`);
  return points === 1 ? {} : { points };
}
