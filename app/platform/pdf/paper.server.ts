import { setImmediate as turn } from "node:timers/promises";
import PDFDocument from "pdfkit";
import { drawBar, placeIn } from "./draw-bar.server.ts";
import { type Block, htmlBlocks, type Run } from "./html-blocks.ts";
import { numberPages } from "./number-pages.server.ts";
import type { Face } from "./site-fonts.server.ts";
import { COLOURS, heightOfRuns, type Pdf, type Pen, setLabel, setRuns, type TextStyle } from "./typesetting.server.ts";

type Structure = PDFKit.PDFStructureElement;

export const PLAIN: TextStyle = { size: 11, colour: "ink" };
const SMALL: TextStyle = { size: 9.5, colour: "soft" };
const HEADINGS: Record<number, number> = { 1: 24, 2: 16, 3: 13 };
export const MARGIN = 64;

/** Beyond so many characters a document says that it ends here: no text makes a server write for minutes. */
const MOST_TEXT = 100_000;

export interface PaperOptions {
  title: string;
  language: string;
  /** Of the site, without a trailing slash; empty where the site is not known, and its paths lead nowhere. */
  origin: string;
  /** The mark that a link leads to, where it leads to one within this document. */
  inside?: (href: string) => string | null;
  mostText?: number;
  /** More that the file says of itself. It was made now where nothing else is said. */
  info?: { CreationDate: Date; Keywords: string };
}

/**
 * A document on A4, tagged for screen readers, in the site's own type. What is added comes below what is there; pages
 * turn by themselves. All of it is held in memory until `finish`, and `MOST_TEXT` bounds how much that can be.
 */
export class Paper {
  protected readonly pdf: Pdf;
  readonly #root: Structure;
  readonly #chunks: Buffer[] = [];
  readonly #origin: string;
  readonly #inside: (href: string) => string | null;
  #room: number;
  #parent: Structure;
  #indent = 0;

  constructor({ title, language, origin, inside = () => null, mostText = MOST_TEXT, info }: PaperOptions) {
    this.#origin = origin;
    this.#inside = inside;
    this.#room = mostText;
    this.pdf = new PDFDocument({
      size: "A4",
      margin: MARGIN,
      lang: language,
      tagged: true,
      pdfVersion: "1.7",
      displayTitle: true,
      bufferPages: true,
      info: { Title: title, ...info },
      // Without it a font of the standard fourteen would be named in every file.
      font: null as unknown as string,
    });
    this.pdf.on("data", (chunk: Buffer) => this.#chunks.push(chunk));
    this.#root = this.pdf.struct("Document");
    this.pdf.addStructure(this.#root);
    this.#parent = this.#root;
  }

  heading(level: 1 | 2 | 3, text: string): void {
    const size = HEADINGS[level]!;
    // A heading does not stand alone at the foot of a page.
    this.#keepTogether(size * 2 + 48);
    if (this.pdf.y > MARGIN) this.pdf.y += level === 1 ? 0 : size * 0.7;
    this.text(`H${level}`, [{ text, face: "heading" }], { size, colour: "ink" });
    this.pdf.y += size * 0.3;
  }

  paragraph(text: string, look: "plain" | "small" | "strong" = "plain"): void {
    const style = look === "small" ? SMALL : PLAIN;
    this.text("P", [{ text, face: look === "strong" ? "strong" : "text" }], style);
    this.pdf.y += 6;
  }

  /** HTML that was made from Markdown; its headings come below level 2. Gives way to other work between blocks. */
  async html(html: string): Promise<void> {
    for (const block of htmlBlocks(html)) {
      this.#block(block);
      await turn();
    }
  }

  list(entries: string[]): void {
    const blocks = (text: string): Block[] => [{ kind: "paragraph", runs: [{ text, face: "text" }] }];
    this.#block({ kind: "list", items: entries.map((text) => ({ marker: "•", blocks: blocks(text) })) });
  }

  /** The first cell of a row names it. */
  table(headings: string[], rows: string[][]): void {
    const cell = (text: string): Run[] => [{ text, face: "text" }];
    this.#table([{ head: true, cells: headings.map(cell) }, ...rows.map((cells) => ({ head: false, cells: cells.map(cell) }))]);
  }

  /** A picture as vectors: `draw` gets the document with its origin at the picture's corner, scaled to its units. */
  figure(
    { width, height, description, scale }: { width: number; height: number; description: string; scale: number },
    draw: (pen: Pen) => void,
  ): void {
    const pdf = this.pdf;
    this.#keepTogether(height * scale + 12);
    const [x, y] = [MARGIN + Math.max(0, (this.#width() - width * scale) / 2), pdf.y];
    const bbox: [number, number, number, number] = [x, y, x + width * scale, y + height * scale];
    const figure = pdf.struct("Figure", { alt: description, bbox } as never, () => {
      pdf.save().translate(x, y).scale(scale);
      draw({ pdf, write: (text, at) => setLabel(pdf, text, at) });
      pdf.restore();
    });
    this.#add(figure);
    pdf.x = MARGIN;
    pdf.y = y + height * scale + 12;
  }

  /** The bytes of the finished document, its pages numbered. */
  async finish(footer: string): Promise<Buffer> {
    const pdf = this.pdf;
    numberPages(pdf, footer, MARGIN);
    this.#root.end();
    const ended = new Promise<void>((resolve, reject) => pdf.on("end", () => resolve()).on("error", reject));
    pdf.end();
    await ended;
    return Buffer.concat(this.#chunks);
  }

  #width(): number {
    return this.pdf.page.width - 2 * MARGIN - this.#indent;
  }

  #add(structure: Structure): void {
    this.#parent.add(structure);
    structure.end();
  }

  /** What `work` adds becomes a part of a structure of its own. */
  #within(type: string, work: () => void): void {
    const outer = this.#parent;
    const inner = this.pdf.struct(type as "L");
    outer.add(inner);
    this.#parent = inner;
    work();
    inner.end();
    this.#parent = outer;
  }

  #keepTogether(height: number): void {
    const { page, y } = this.pdf;
    if (y > MARGIN && y + height > page.height - MARGIN) this.pdf.addPage();
  }

  #blocks(blocks: Block[]): void {
    for (const block of blocks) this.#block(block);
  }

  #block(block: Block): void {
    switch (block.kind) {
      case "heading":
        this.heading(3, block.runs.map(({ text }) => text).join(""));
        break;
      case "paragraph":
        this.text("P", block.runs, PLAIN);
        this.pdf.y += 6;
        break;
      case "aside":
        this.#aside(() => this.#blocks(block.blocks));
        break;
      case "list":
        this.#within("L", () => {
          for (const { marker, blocks } of block.items) this.#item(marker, blocks);
        });
        break;
      case "table":
        this.#table(block.rows);
    }
  }

  #item(marker: string, blocks: Block[]): void {
    this.#keepTogether(PLAIN.size * 2);
    this.#within("LI", () => {
      const { y } = this.pdf;
      this.text("Lbl", [{ text: marker, face: "text" }], PLAIN);
      this.pdf.y = y;
      this.#indented(16, () => this.#within("LBody", () => this.#blocks(blocks)));
      this.pdf.y -= 2;
    });
  }

  #aside(work: () => void): void {
    this.#keepTogether(48);
    const from = placeIn(this.pdf);
    this.#indented(16, () => this.#within("Div", work));
    drawBar(this.pdf, { x: MARGIN + this.#indent + 4, margin: MARGIN, from, to: placeIn(this.pdf) });
    this.pdf.y += 4;
  }

  #indented(by: number, work: () => void): void {
    this.#indent += by;
    work();
    this.#indent -= by;
  }

  #table(rows: { head: boolean; cells: Run[][] }[]): void {
    const columns = Math.max(...rows.map(({ cells }) => cells.length));
    // The first column names the row and has more to say than a number.
    const unit = this.#width() / (columns + 1);
    const placeOf = (column: number) => ({
      x: MARGIN + this.#indent + (column === 0 ? 0 : unit * (column + 1)),
      width: (column === 0 ? unit * 2 : unit) - 8,
    });
    this.#within("Table", () => {
      for (const { head, cells } of rows) this.#row(head, cells, placeOf);
    });
    this.pdf.x = MARGIN;
    this.pdf.y += 8;
  }

  #row(head: boolean, cells: Run[][], placeOf: (column: number) => { x: number; width: number }): void {
    const pdf = this.pdf;
    const style = { ...PLAIN, size: 9.5 };
    const strong = (runs: Run[], column: number): Run[] => {
      return head || column === 0 ? runs.map((run) => ({ ...run, face: "strong" as const })) : runs;
    };
    const texts = cells.map(strong);
    const height = Math.max(...texts.map((runs, column) => heightOfRuns(pdf, runs, style.size, placeOf(column).width)));
    this.#keepTogether(height + 12);
    const top = pdf.y + 4;
    this.#within("TR", () => {
      texts.forEach((runs, column) => {
        const options = head ? { scope: "Column" } : { scope: "Row" };
        const type = head || column === 0 ? "TH" : "TD";
        const cell = pdf.struct(type as "TH", (type === "TH" ? options : {}) as never, () => {
          this.#runs(runs, style, { ...placeOf(column), y: top });
        });
        this.#add(cell);
      });
    });
    pdf.y = top + height + 4;
    pdf.markContent("Artifact", { type: "Layout" } as never);
    const right = pdf.page.width - MARGIN;
    pdf
      .moveTo(MARGIN + this.#indent, pdf.y)
      .lineTo(right, pdf.y)
      .lineWidth(0.5)
      .stroke(COLOURS[head ? "edge" : "line"]);
    pdf.endMarkedContent();
  }

  protected text(type: string, runs: (Omit<Run, "face"> & { face: Face })[], style: TextStyle): void {
    if (!this.#spend(runs)) return;
    const { y } = this.pdf;
    const structure = this.pdf.struct(type as "P", {}, () => {
      this.#runs(runs, style, { x: MARGIN + this.#indent, y, width: this.#width() });
    });
    this.#add(structure);
  }

  /** False where the document is full; says so once. */
  #spend(runs: { text: string }[]): boolean {
    if (this.#room <= 0) return false;
    this.#room -= runs.reduce((total, { text }) => total + text.length, 0);
    if (this.#room > 0) return true;
    const text = "The text is longer than this document can hold. All of it is on the page of your result.";
    this.#add(this.pdf.struct("P", {}, () => this.#runs([{ text, face: "strong" }], PLAIN, this.#here())));
    return false;
  }

  #here() {
    return { x: MARGIN + this.#indent, y: this.pdf.y, width: this.#width() };
  }

  #runs(
    runs: { text: string; face: Face; href?: string }[],
    style: TextStyle,
    place: { x: number; y: number; width: number },
  ): void {
    const addressed = runs.map(({ href, ...run }) => {
      const address = href && this.#absolute(href);
      return address ? { ...run, href: address } : run;
    });
    setRuns(this.pdf, addressed, style, place);
    this.pdf.x = MARGIN;
  }

  /** A path of the site as an address that also works from a file; what leads within a page leads nowhere here. */
  #absolute(href: string): string | null {
    const mark = this.#inside(href);
    if (mark !== null) return `#${mark}`;
    if (href.startsWith("#")) return null;
    if (!href.startsWith("/")) return href;
    return this.#origin === "" ? null : `${this.#origin}${href}`;
  }
}
