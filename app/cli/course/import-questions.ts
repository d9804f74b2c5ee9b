import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { FORMAT_KEYS, formatNamed, importQuestions } from "../../features/instruments/exchange/formats.ts";
import { instrumentFiles } from "../../features/instruments/exchange/instrument-files.ts";
import { bytesInWords, MOST_BYTES } from "../../features/instruments/exchange/limits.ts";
import { importLines } from "./question-report.ts";

interface Ask {
  file: string;
  /** A course folder; without it nothing is written. */
  into?: string;
  key?: string;
  format?: string;
}

/** Prints what an import makes of a file of questions, and writes them into a course folder. True where some are taken. */
export async function importQuestionFile({ file, into, key, format }: Ask): Promise<boolean> {
  if (format !== undefined && !formatNamed(format)) return say(`--format takes one of: ${FORMAT_KEYS.join(", ")}.`);
  const fault = faultOf(file, into);
  if (fault) return say(fault);
  const result = await importQuestions(
    readFileSync(file),
    path.basename(file),
    format === undefined ? undefined : formatNamed(format),
  );
  if (result.status === "refused") return say(result.message);
  const { imported } = result;
  console.log(importLines(imported).join("\n"));
  if (!imported.questions.some(({ item }) => item !== null)) return false;
  if (into === undefined) {
    console.log("Nothing is written. Add --into <course-folder> --key <key of the new instrument> to keep them.");
    return true;
  }
  const texts = instrumentFiles(imported, { key: key!, title: path.parse(file).name.slice(0, 190) });
  const files = [...texts.map(({ path, text }) => ({ path, bytes: Buffer.from(text) })), ...imported.media];
  const taken = files.filter(({ path: name, bytes }) => differs(path.join(into, name), bytes)).map(({ path }) => path);
  if (taken.length > 0)
    return say(`Nothing is written: ${taken.join(", ")} is there already. Give another --key, or rename that file.`);
  for (const { path: name, bytes } of files) {
    const whole = path.join(into, name);
    mkdirSync(path.dirname(whole), { recursive: true });
    writeFileSync(whole, bytes);
  }
  console.log(`Wrote ${texts.map(({ path }) => path).join(", ")}. Look through it, then: npm run course -- check ${into}`);
  return true;
}

function faultOf(file: string, into: string | undefined): string | undefined {
  if (!existsSync(file) || !statSync(file).isFile()) return `There is no file ${file}.`;
  if (statSync(file).size > MOST_BYTES)
    return `The file is larger than ${bytesInWords(MOST_BYTES)}. Divide it into smaller ones.`;
  if (into !== undefined && !existsSync(path.join(into, "course.yaml")))
    return `${into} is not a course folder: it has no course.yaml.`;
  return undefined;
}

/** Instruments are never overwritten; a picture that is the same already stays. */
function differs(file: string, bytes: Uint8Array): boolean {
  return existsSync(file) && (file.endsWith(".yaml") || !readFileSync(file).equals(bytes));
}

function say(message: string): false {
  console.log(message);
  return false;
}
