import { readFileSync } from "node:fs";

/** The rows of the table in a document whose first column has this heading: cells as they are written. */
export function docTable(file: string, firstHeading: string): string[][] {
  const [, rest] = readFileSync(file, "utf8").split(`\n| ${firstHeading} |`, 2);
  const rows =
    /^(?:[^\n]*\n)((?:\|.*\n)+)/
      .exec(rest ?? "")?.[1]
      ?.trim()
      .split("\n") ?? [];
  if (rows.length < 2) throw new Error(`There is no table "${firstHeading}" in ${file}.`);
  return rows.slice(1).map((row) =>
    row
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}
