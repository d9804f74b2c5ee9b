import { stringify } from "yaml";
import { KEY_LENGTH } from "../fields.ts";
import { parseInstrument } from "../parse-instrument.ts";
import type { Data } from "./assemble/choice-item.ts";
import type { ImportedQuestions, ImportedSettings } from "./import-report.ts";

interface TextFile {
  /** From the course folder. */
  path: string;
  text: string;
}

/** What the schema and the course folder take in one instrument. */
const MOST_ITEMS = 500;
const MOST_CHARACTERS = 700_000;

/**
 * The questions that could be taken, as instruments of a course folder: one, and further ones where they are too many.
 * What a file does not say of the whole, such as what is drawn from a bank, is left for somebody to write.
 */
export function instrumentFiles(
  { questions, settings }: ImportedQuestions,
  { key, title }: { key: string; title: string },
): TextFile[] {
  const parts: Data[][] = [[]];
  let length = 0;
  for (const { item } of questions) {
    if (!item) continue;
    length += JSON.stringify(item).length;
    if (parts.at(-1)!.length === MOST_ITEMS || length > MOST_CHARACTERS) {
      parts.push([]);
      length = JSON.stringify(item).length;
    }
    parts.at(-1)!.push(item);
  }
  return parts
    .filter((items) => items.length > 0)
    .map((items, index) => {
      const number = index === 0 ? "" : `-${index + 1}`;
      const name = `${key.slice(0, KEY_LENGTH - number.length)}${number}`;
      const data = {
        key: name,
        ...settings,
        title: `${settings?.title ?? title}${index === 0 ? "" : ` ${index + 1}`}`,
        kind: "graded",
        passMark: passMarkOf(items, settings),
        items,
      };
      return { path: `assessments/${name}.yaml`, text: stringify(data, { lineWidth: 0, aliasDuplicateObjects: false }) };
    });
}

/** Half of the points, unless there are none to get. */
function passMarkOf(items: Data[], settings: ImportedSettings = {}): number {
  const { faults } = parseInstrument({ ...settings, key: "import", title: "Import", kind: "graded", passMark: 50, items });
  return faults.some(({ path }) => path[0] === "passMark") ? 0 : 50;
}
