import { type Pdf, setLabel } from "./typesetting.server.ts";

/** Writes a footer and the page's number below each page. Screen readers pass over both. */
export function numberPages(pdf: Pdf, footer: string, margin: number): void {
  const { count } = pdf.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    pdf.switchToPage(page);
    // A line within the lower margin would else begin a page of its own.
    pdf.page.margins.bottom = 0;
    pdf.markContent("Artifact", { type: "Pagination" } as never);
    const line = { size: 9, colour: "soft" as const, y: pdf.page.height - 40 };
    setLabel(pdf, footer, { ...line, x: margin, anchor: "start" });
    setLabel(pdf, `Page ${page + 1} of ${count}`, { ...line, x: pdf.page.width - margin, anchor: "end" });
    pdf.endMarkedContent();
  }
}
