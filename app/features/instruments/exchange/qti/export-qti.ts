import type { Instrument } from "../../instrument.schema.ts";
import type { ExportedQuestions } from "../export-report.ts";
import type { ImportNote } from "../import-report.ts";
import type { Pen } from "../write-questions.ts";
import { writeItem } from "./write/item.ts";
import { Texts } from "./write/markdown-xhtml.ts";
import { OWN_FILE, ownData, pointsFor } from "./write/own-data.ts";
import { writeManifest, writeTest, zipOf } from "./write/package.ts";

/** A zip file, with what the package does not hold, or other systems will not see. */
export type QtiExport = Required<ExportedQuestions>;

/**
 * An instrument without faults as a package of QTI 3.0: a manifest, a test with sections and draws, a file for each item,
 * and the files that are shown: `media` gives what one of `media/` holds. The same instrument gives the same bytes.
 */
export async function exportQti(instrument: Instrument, media: Pen["media"] = () => undefined): Promise<QtiExport> {
  const notes: ImportNote[] = leftOut(instrument).map((message) => ({ level: "unsupported", message }));
  const items = instrument.items.map((item) => writeItem(item, pointsFor(instrument, item)));
  const questions = instrument.items.map(({ key }, index) => {
    const messages = items[index]!.notes;
    return { key, isWritten: true, notes: messages.map((message): ImportNote => ({ level: "changed", message })) };
  });
  const texts = new Texts();
  const test = writeTest(instrument, texts, (message) => notes.push({ level: "changed", message }));
  const shown = new Set([...texts.media, ...items.flatMap((item) => [...item.media])]);
  const files = new Map(
    [...shown].flatMap((name) => {
      const bytes = media(name);
      return bytes ? [[name, bytes] as const] : [];
    }),
  );
  const names = [...shown].filter((name) => files.has(name)).sort();
  for (const name of shown) {
    if (!files.has(name)) notes.push({ level: "unsupported", message: `The file ${name} was not there to be packed.` });
  }
  const encode = (text: string) => new TextEncoder().encode(text);
  const bytes = await zipOf([
    { path: "imsmanifest.xml", bytes: encode(writeManifest(instrument, items, names, texts.media)) },
    { path: "test.xml", bytes: encode(test) },
    ...items.map(({ identifier, text }) => ({ path: `items/${identifier}.xml`, bytes: encode(text) })),
    { path: OWN_FILE, bytes: encode(ownData(instrument)) },
    ...names.map((name) => ({ path: `media/${name}`, bytes: files.get(name)! })),
  ]);
  return { bytes, questions, notes };
}

/** The rules of an instrument that a test of QTI has no place for. */
function leftOut(instrument: Instrument): string[] {
  const { wait, opens, closes } = instrument;
  const rules: [string, unknown][] = [
    ["the time between attempts", wait],
    ["when it opens and closes", opens ?? closes],
    ...(instrument.kind === "graded"
      ? ([
          ["the pass mark", true],
          ["the number of attempts", instrument.attempts],
          ["which attempt counts", instrument.grade],
          ["what the result shows", instrument.review],
          ["grading without names", instrument.blind],
        ] as [string, unknown][])
      : ([["scales, norms, profiles, bands and readings", true]] as [string, unknown][])),
  ];
  const told = rules.filter(([, value]) => value !== undefined && value !== false).map(([words]) => words);
  return [`The package does not say: ${told.join(", ")}.`];
}
