import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { readFolder } from "../../features/courseware/read-folder.server.ts";
import { FORMAT_KEYS, formatEnding, formatNamed } from "../../features/instruments/exchange/formats.ts";
import { parseInstrument } from "../../features/instruments/parse-instrument.ts";
import { exportLines } from "./question-report.ts";

interface Ask {
  folder: string;
  /** Of the instrument. */
  key: string;
  file: string;
  format?: string;
}

/** Writes the questions of an instrument as a file of another format, and prints what it could not carry. */
export async function exportQuestionFile({ folder, key, file, format }: Ask): Promise<boolean> {
  const target = format === undefined ? formatEnding(path.extname(file).slice(1).toLowerCase()) : formatNamed(format);
  if (!target) return say(`This is no format that can be written. --format takes one of: ${FORMAT_KEYS.join(", ")}.`);
  if (existsSync(file)) return say(`${file} is there already. Nothing is overwritten.`);
  const { files, unreadable = [] } = readFolder(folder);
  if (unreadable[0]) return say(unreadable[0].message);
  const source = [...files].find(([name, bytes]) => /^assessments\/[^/]+\.yaml$/.test(name) && keyOf(bytes) === key);
  if (!source) return say(`There is no instrument with the key ${key} in ${folder}.`);
  const { instrument } = parseInstrument(parse(source[1].toString("utf8")));
  if (!instrument) return say(`${source[0]} has faults: npm run course -- check ${folder}`);
  const { bytes, questions, notes = [] } = await target.write(instrument, (name) => files.get(`media/${name}`));
  console.log(exportLines(questions, notes).join("\n"));
  if (!questions.some(({ isWritten }) => isWritten)) return say(`Nothing is written: ${target.title} can carry none of them.`);
  writeFileSync(file, bytes);
  console.log(`Wrote ${file}.`);
  return true;
}

function keyOf(bytes: Buffer): unknown {
  try {
    return (parse(bytes.toString("utf8")) as { key?: unknown } | null)?.key;
  } catch {
    return undefined;
  }
}

function say(message: string): false {
  console.log(message);
  return false;
}
