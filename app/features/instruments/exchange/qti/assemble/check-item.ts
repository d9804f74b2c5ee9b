import { parseInstrument } from "../../../parse-instrument.ts";

type Fields = Record<string, unknown>;

/** Why an instrument could not hold an item; undefined where it can. What an import hands out has always passed this. */
export function findItemFault({ section: _section, bank: _bank, ...item }: Fields): string | undefined {
  const { faults } = parseInstrument(item.kind === "likert" ? profileWith(item) : checkWith(item));
  const [fault] = faults;
  if (!fault) return undefined;
  const where = fault.path.slice(2).join(".");
  return `${where === "" ? "" : `${where}: `}${fault.message}`;
}

function checkWith(item: Fields) {
  return { key: "import", title: "Import", kind: "graded", passMark: 0, items: [item] };
}

function profileWith(item: Fields) {
  const also = Array.isArray(item.also) ? (item.also as { scale?: unknown }[]).map(({ scale }) => scale) : [];
  const scales = [...new Set([item.scale, ...also])].map((key) => ({ key, title: "Scale", minimum: 1, maximum: 2 }));
  const points = [{ value: 1 }, { value: 2 }];
  return { key: "import", title: "Import", kind: "profile", points, scales, items: [item], notApplicable: "n/a" };
}
