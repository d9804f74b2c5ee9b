import { COLOURS, type Pdf } from "./typesetting.server.ts";

interface Place {
  page: number;
  y: number;
}

/** Where the next line will stand. */
export function placeIn(pdf: Pdf): Place {
  return { page: pdf.bufferedPageRange().count - 1, y: pdf.y };
}

/** A bar beside what stands apart from the text, on every page that it goes over. Screen readers pass over it. */
export function drawBar(pdf: Pdf, { x, margin, from, to }: { x: number; margin: number; from: Place; to: Place }): void {
  for (let page = from.page; page <= to.page; page += 1) {
    pdf.switchToPage(page);
    const top = page === from.page ? from.y : margin;
    const foot = page === to.page ? to.y - 4 : pdf.page.height - margin;
    if (foot <= top) continue;
    pdf.markContent("Artifact", { type: "Layout" } as never);
    pdf.moveTo(x, top).lineTo(x, foot).lineWidth(1.5).stroke(COLOURS.line);
    pdf.endMarkedContent();
  }
}
