import type { ReactNode } from "react";
import { ScrollRegion } from "./scroll-region.tsx";

interface Column<Row> {
  heading: string;
  /** Numbers and amounts stand to the right. */
  align?: "left" | "right";
  cell(row: Row): ReactNode;
}

/** A table that scrolls sideways by itself on a narrow screen, reachable by keyboard when it does. */
export function DataTable<Row>({
  caption,
  columns,
  rows,
  rowKey,
}: {
  caption: string;
  columns: Column<Row>[];
  rows: Row[];
  rowKey(row: Row): string;
}) {
  return (
    <ScrollRegion name={caption}>
      <table className="w-full border-collapse text-left text-small">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b border-edge">
            {columns.map((column) => (
              <th
                key={column.heading}
                scope="col"
                className={`px-2 py-2 sm:px-3 align-bottom font-semibold first:pl-0 last:pr-0 ${column.align === "right" ? "text-right" : ""}`}
              >
                {column.heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)} className="border-b border-line align-top">
              {columns.map((column) => (
                <td
                  key={column.heading}
                  className={`px-2 py-3 sm:px-3 first:pl-0 last:pr-0 ${column.align === "right" ? "text-right" : ""}`}
                >
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
