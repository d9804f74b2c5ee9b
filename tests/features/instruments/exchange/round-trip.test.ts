import fc from "fast-check";
import { expect, test } from "vitest";
import type { ExportedQuestion } from "#app/features/instruments/exchange/export-report.ts";
import { formatNamed, formatOf, importQuestions } from "#app/features/instruments/exchange/formats.ts";
import type { Instrument } from "#app/features/instruments/instrument.schema.ts";
import type { SourceItem } from "#app/features/instruments/items/registry.ts";
import { parseInstrument } from "#app/features/instruments/parse-instrument.ts";
import { sameJson } from "#app/features/instruments/same-json.ts";
import { anySourceItem, GRADED_KINDS } from "#tests/support/source-item-arbitraries.ts";

const RUNS = 60;

/** Kinds that a format has nothing for: docs/question-import.md. */
const LACKING: Record<string, string[]> = {
  gift: ["cloze", "ordering", "file-upload"],
  "moodle-xml": [],
  csv: [],
};

async function exported(key: string, items: SourceItem[]): Promise<{ text: string; questions: ExportedQuestion[] }> {
  const { bytes, questions } = await formatNamed(key)!.write({ items } as Instrument, () => undefined);
  return { text: Buffer.from(bytes).toString("utf8"), questions };
}

async function imported(key: string, text: string): Promise<SourceItem[]> {
  const result = await importQuestions(Buffer.from(text), "file", formatNamed(key));
  if (result.status === "refused") throw new Error(result.message);
  return result.imported.questions.map(({ item, notes }) => {
    if (!item) throw new Error(JSON.stringify(notes));
    return withDefaults(item);
  });
}

function withDefaults(item: Record<string, unknown>): SourceItem {
  const { instrument, faults } = parseInstrument({ key: "in", title: "In", kind: "graded", passMark: 0, items: [item] });
  if (!instrument) throw new Error(JSON.stringify(faults));
  return instrument.items[0]!;
}

/** The file without anything that only we read. */
function asOthersReadIt(key: string, text: string): string {
  if (key === "gift") return text.replace(/^\/\/ courageous .*$/gm, "").replace(/ \[tag:courageous:[^\]]*\]/g, "");
  return text.replace(/<courageous>[\s\S]*?<\/courageous>|<tags>[\s\S]*?<\/tags>/g, "");
}

for (const key of Object.keys(LACKING)) {
  for (const kind of GRADED_KINDS) {
    if (LACKING[key]!.includes(kind)) {
      test(`${key} says that it has nothing for ${kind}, and writes none`, async () => {
        await fc.assert(
          fc.asyncProperty(anySourceItem(kind), async (item) => {
            const { questions } = await exported(key, [item]);
            expect(questions).toMatchObject([{ key: item.key, isWritten: false }]);
            expect(questions[0]!.notes.some(({ level }) => level === "unsupported")).toBe(true);
          }),
          { numRuns: 5 },
        );
      });
      continue;
    }
    test(`${key}: the import of the export of ${kind} is what it was`, async () => {
      let written = 0;
      let all = 0;
      await fc.assert(
        fc.asyncProperty(anySourceItem(kind), async (item) => {
          const { text, questions } = await exported(key, [item]);
          all += 1;
          if (!questions[0]!.isWritten) {
            expect(questions[0]!.notes.at(-1)).toMatchObject({ level: "unsupported" });
            return;
          }
          written += 1;
          expect(await imported(key, text)).toEqual([item]);
        }),
        { numRuns: RUNS },
      );
      // Nearly all of them: arrows in accepted answers, and choices of which nothing is left as text, are refused by name.
      expect(written / all).toBeGreaterThan(0.5);
    });
  }
}

for (const key of ["gift", "moodle-xml"]) {
  test(`${key}: whatever other systems read differently is named in the report`, async () => {
    const kinds = GRADED_KINDS.filter((kind) => !LACKING[key]!.includes(kind));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...kinds).chain(anySourceItem), async (item) => {
        const { text, questions } = await exported(key, [item]);
        const [{ isWritten, notes }] = questions as [ExportedQuestion];
        if (!isWritten) return;
        const [read] = (await imported(key, asOthersReadIt(key, text))) as unknown as [Record<string, unknown>];
        const said = notes.map(({ message }) => message).join("\n");
        const own = item as unknown as Record<string, unknown>;
        const lost = Object.keys({ ...own, ...read }).filter((name) => !sameJson(own[name], read[name]));
        // Keys of choices are in a tag that is named as such.
        const unnamed = lost.filter((name) => !said.includes(name) && !said.includes("keys"));
        expect(unnamed).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });
}

test("a file of many questions comes back in its order, and is told from the other formats by its content", async () => {
  const items = fc.sample(fc.oneof(...GRADED_KINDS.map(anySourceItem)), { numRuns: 60, seed: 7 });
  const numbered = items.map((item, index) => ({ ...item, key: `item-${index}` }));
  for (const key of Object.keys(LACKING)) {
    const { text, questions } = await exported(key, numbered);
    expect(formatOf(Buffer.from(text))?.key).toBe(key);
    const written = numbered.filter((_, index) => questions[index]!.isWritten);
    expect(written.length).toBeGreaterThan(30);
    expect(await imported(key, text)).toEqual(written);
  }
});

test("Aiken names every field that it loses, and takes no kind but choices with one right one", async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...GRADED_KINDS).chain(anySourceItem), async (item) => {
      const { text, questions } = await exported("aiken", [item]);
      const [{ isWritten, notes }] = questions as [ExportedQuestion];
      if (!["single-choice", "true-false"].includes(item.kind)) expect(isWritten).toBe(false);
      if (!isWritten) {
        expect(notes.at(-1)?.level).toBe("unsupported");
        return;
      }
      const [read] = (await imported("aiken", text)) as unknown as [Record<string, unknown>];
      const own = item as unknown as Record<string, unknown>;
      const said = notes.map(({ message }) => message).join("\n");
      const lost = Object.keys(own).filter((name) => !sameJson(own[name], read[name]));
      expect(lost.filter((name) => name !== "answer" && !said.includes(name))).toEqual([]);
    }),
    { numRuns: 150 },
  );
});

test("what was changed in another system since the export is not overwritten by what only we know of it", async () => {
  const [item] = fc.sample(anySourceItem("numeric"), { numRuns: 1, seed: 3 });
  const hinted = { ...item!, prompt: "How far", hints: ["Think of it."] } as SourceItem;
  const { text } = await exported("gift", [hinted]);
  expect((await imported("gift", text))[0]).toEqual(hinted);
  const result = await importQuestions(Buffer.from(text.replace("How far", "How long")), "file", formatNamed("gift"));
  const [question] = result.status === "imported" ? result.imported.questions : [];
  expect(question?.item).toMatchObject({ prompt: "How long" });
  expect(question?.item).not.toHaveProperty("hints");
  expect(question?.notes).toContainEqual(
    expect.objectContaining({ level: "unsupported", message: expect.stringContaining("hints") }),
  );
});
