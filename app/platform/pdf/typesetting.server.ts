import { cutByFont, type Face } from "./site-fonts.server.ts";

export type Pdf = PDFKit.PDFDocument;

/** The colours of the site's light theme. */
export const COLOURS = {
  ink: "#2a2420",
  soft: "#61574f",
  line: "#ddd2c2",
  edge: "#8a7d6f",
  accent: "#7a3422",
  wash: "#f6e9e1",
  raised: "#ffffff",
} as const;

export type Colour = keyof typeof COLOURS;

export interface TextStyle {
  size: number;
  colour: Colour;
}

interface StyledRun {
  text: string;
  face: Face;
  /** A whole address, or the mark of a place in the document after a #. */
  href?: string;
}

const LINE_GAP = 2;

/** Runs of text that wrap as one paragraph, across pages where they must. */
export function setRuns(
  pdf: Pdf,
  runs: StyledRun[],
  { size, colour }: TextStyle,
  { x, y, width }: { x: number; y: number; width: number },
): void {
  const pieces = runs.flatMap(({ text, face, href }) => cutByFont(text, face).map((piece) => ({ ...piece, href })));
  pieces.forEach(({ text, font, href }, index) => {
    const continued = index < pieces.length - 1;
    const options = { width, lineGap: LINE_GAP, continued, ...leadTo(href), underline: href !== undefined };
    choose(pdf, font, size, href ? "accent" : colour);
    if (index === 0) pdf.text(text, x, y, options);
    else pdf.text(text, options);
  });
}

function leadTo(href: string | undefined): { link: string | null; goTo: string } {
  // What goes on from a linked run would else be linked too; pdfkit's types know null for one of the two only.
  const nowhere = null as unknown as string;
  return href?.startsWith("#") ? { link: null, goTo: href.slice(1) } : { link: href ?? null, goTo: nowhere };
}

/** How high runs are when they wrap at a width: measured in the widest face, so rather too high than too low. */
export function heightOfRuns(pdf: Pdf, runs: { text: string }[], size: number, width: number): number {
  const text = runs.map((run) => run.text).join("") || " ";
  choose(pdf, cutByFont(text, "strong")[0]!.font, size, "ink");
  return pdf.heightOfString(text, { width, lineGap: LINE_GAP });
}

export interface LabelPlace extends TextStyle {
  /** On the baseline. */
  x: number;
  y: number;
  anchor: "start" | "middle" | "end";
  bold?: boolean;
}

/** What a figure is drawn with. */
export interface Pen {
  pdf: Pdf;
  write(text: string, at: LabelPlace): void;
}

/** A few words on one line, at a place. */
export function setLabel(pdf: Pdf, text: string, { x, y, size, anchor, colour, bold }: LabelPlace): void {
  const pieces = cutByFont(text, bold ? "strong" : "text").map((piece) => {
    choose(pdf, piece.font, size, colour);
    return { ...piece, width: pdf.widthOfString(piece.text) };
  });
  const total = pieces.reduce((sum, { width }) => sum + width, 0);
  let at = x - (anchor === "start" ? 0 : anchor === "middle" ? total / 2 : total);
  for (const { text, font, width } of pieces) {
    choose(pdf, font, size, colour);
    pdf.text(text, at, y, { lineBreak: false, baseline: "alphabetic" });
    at += width;
  }
}

function choose(pdf: Pdf, font: ReturnType<typeof cutByFont>[number]["font"], size: number, colour: Colour): void {
  // pdfkit takes a font of fontkit as well; its types do not know that.
  pdf
    .font(font as unknown as string)
    .fontSize(size)
    .fillColor(COLOURS[colour]);
}
