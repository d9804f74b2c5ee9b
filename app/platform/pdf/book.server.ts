import { MARGIN, Paper, PLAIN } from "./paper.server.ts";
import { COLOURS } from "./typesetting.server.ts";

/** A document of chapters, with places that its own links, its contents and a reader's outline lead to. */
export class Book extends Paper {
  #chapter: PDFKit.PDFOutline | null = null;

  newPage(): void {
    if (this.pdf.y > MARGIN) this.pdf.addPage();
  }

  /** Leaves so much of the page empty, in points. */
  space(height: number): void {
    this.pdf.y += height;
  }

  /** Turns the page where so much would not stand on it any more, in points. */
  keep(height: number): void {
    if (this.pdf.y + height > this.pdf.page.height - MARGIN) this.pdf.addPage();
  }

  /** The mark of the house, above a title. */
  rule(): void {
    this.pdf.markContent("Artifact", { type: "Layout" } as never);
    this.pdf.rect(MARGIN, this.pdf.y, 72, 5).fill(COLOURS.accent);
    this.pdf.endMarkedContent();
    this.pdf.y += 24;
  }

  /** Marks this place under a name. Gives the number of its page. */
  mark(name: string, title: string, level: 1 | 2): number {
    const within = level === 1 ? null : this.#chapter;
    const entry = (within ?? this.pdf.outline).addItem(title);
    if (level === 1) this.#chapter = entry;
    this.pdf.addNamedDestination(name);
    return this.pdf.bufferedPageRange().count;
  }

  /** A line of the table of contents. */
  contentsLine(title: string, { mark, page, level }: { mark: string; page: number; level: 1 | 2 }): void {
    if (level === 1) this.pdf.y += 8;
    const line = { text: `${title}, ${page}`, face: level === 1 ? ("strong" as const) : ("text" as const), href: `#${mark}` };
    this.text("TOCI", [line], { ...PLAIN, size: 10.5 });
  }
}
