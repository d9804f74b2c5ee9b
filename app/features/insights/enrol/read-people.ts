import { parse } from "csv-parse/sync";
import { forgotPasswordForm } from "#app/features/accounts/accounts.schema.ts";

/** Most people of one list: as many as get their mails within minutes. */
export const MOST_PEOPLE = 500;
/** Characters of a list: room for long names and for columns that are not used. */
export const LONGEST_LIST = 100_000;

/** Somebody of a list, as its author wrote them. */
export interface WrittenPerson {
  /** Where in the list, from 1. */
  line: number;
  email: string;
  /** Empty where the list does not say. */
  name: string;
}

export interface WrittenPeople {
  people: WrittenPerson[];
  faults: { line: number; message: string }[];
}

const HEADINGS: [column: "email" | "name" | "first" | "last", pattern: RegExp][] = [
  ["email", /^e-?mail([ _-]?address)?$|^address$/i],
  ["name", /^(full[ _-]?|display[ _-]?)?name$|^student$/i],
  ["first", /^(first|given|fore)[ _-]?name$/i],
  ["last", /^(last|family|sur)[ _-]?name$/i],
];

interface Row {
  line: number;
  cells: string[];
}

/**
 * Reads a list of people: addresses one below another or between commas, `Ann Smith <ann@example.org>`, or a table with
 * commas, semicolons or tabs, with or without headings. Nobody is left out in silence: a line without an address is a fault.
 */
export function readPeople(text: string): WrittenPeople {
  const rows = rowsOf(text);
  if (typeof rows === "string") return { people: [], faults: [{ line: 1, message: rows }] };
  const columns = rows[0] && headingsOf(rows[0].cells);
  const read: WrittenPeople = { people: [], faults: [] };
  for (const row of columns ? rows.slice(1) : rows) {
    // Below a table, addresses alone may follow: what was written beside a file.
    const found = columns && row.cells.length > 1 ? byHeading(row, columns) : bySight(row);
    if (typeof found === "string") read.faults.push({ line: row.line, message: found });
    else read.people.push(...found);
  }
  return read;
}

function rowsOf(text: string): Row[] | string {
  // "Smith, Ann" <ann@example.org>: the address belongs into the quoted cell.
  const plain = text.replace(/^\ufeff/, "").replace(/"([^"\n]*)"[ \t]*<([^"<>\n]*)>/g, '"$1 <$2>"');
  const heads = plain.split("\n", 1)[0] ?? "";
  const delimiter = [";", "\t"].find((sign) => heads.includes(sign)) ?? ",";
  const rows: Row[] = [];
  try {
    parse(plain, {
      delimiter: delimiter === "," ? [","] : [delimiter, ","],
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
      on_record: (record: string[], { lines }) => {
        const cells = record.map((cell) => cell.trim());
        if (cells.some(Boolean)) rows.push({ line: lines, cells });
        return null;
      },
    });
  } catch {
    return "A quotation mark is opened and never closed. Take it out, or close it.";
  }
  return rows;
}

function headingsOf(cells: string[]) {
  const columns = cells.map((cell) => HEADINGS.find(([, pattern]) => pattern.test(cell))?.[0]);
  return columns.includes("email") ? columns : undefined;
}

function byHeading({ line, cells }: Row, columns: ReturnType<typeof headingsOf> & {}): WrittenPerson[] | string {
  const under = (column: string) =>
    cells
      .filter((_, at) => columns[at] === column)
      .join(" ")
      .trim();
  const found = addressIn(under("email"));
  if (!found) return noAddress(under("email") || cells.join(" "));
  const name = under("name") || [under("first"), under("last")].filter(Boolean).join(" ") || found.name;
  return [{ line, email: found.email, name: nameOf(name) }];
}

function bySight({ line, cells }: Row): WrittenPerson[] | string {
  const found = cells.map(addressIn);
  const addresses = found.filter((one) => one !== undefined);
  const rest = cells.filter((cell, at) => cell && !found[at]);
  if (addresses.length === 0) return noAddress(cells.join(" "));
  // Somebody with two addresses, or two people of whom one is written wrong: only the author knows.
  const slip = rest.find((cell) => cell.includes("@"));
  if (slip) return noAddress(slip);
  if (addresses.length > 1 && rest.length > 0) return "Two addresses and a name: write each person on a line of their own.";
  return addresses.map(({ email, name }) => ({ line, email, name: nameOf(name || rest.join(" ")) }));
}

/** `ann@example.org`, `<ann@example.org>` or `Ann Smith <ann@example.org>`. */
function addressIn(cell: string): { email: string; name: string } | undefined {
  const [, name = "", inner = cell] = /^([^<>]*)<([^<>]*)>$/.exec(cell) ?? [];
  const read = forgotPasswordForm.safeParse({ email: inner });
  return read.success ? { email: read.data.email, name: name.replaceAll('"', "").trim() } : undefined;
}

function nameOf(written: string): string {
  return [...written.replace(/\p{C}/gu, " ").replace(/\s+/g, " ").trim().normalize("NFC")].slice(0, 100).join("");
}

function noAddress(written: string): string {
  const shown = [...written.replace(/\p{C}/gu, " ").trim()].slice(0, 80).join("");
  return shown ? `“${shown}” is no e-mail address.` : "There is no e-mail address in this line.";
}
