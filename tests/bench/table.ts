/** Plain tables for a terminal. */
interface Column {
  heading: string;
  align: "left" | "right";
}

export function column(heading: string, align: Column["align"] = "right"): Column {
  return { heading, align };
}

export function table(columns: Column[], rows: string[][]): string {
  const lines = [columns.map(({ heading }) => heading), ...rows];
  const widths = columns.map((_, at) => Math.max(...lines.map((cells) => cells[at]?.length ?? 0)));
  const cell = (text: string, at: number) =>
    columns[at]?.align === "left" ? text.padEnd(widths[at]!) : text.padStart(widths[at]!);
  return `${lines.map((cells) => cells.map(cell).join("  ").trimEnd()).join("\n")}\n`;
}

/** Three digits that matter, and thousands apart. */
export function number(value: number): string {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return value.toLocaleString("en-GB", { maximumFractionDigits: digits });
}

export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
