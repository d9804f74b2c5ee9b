import type { Paper } from "#app/platform/pdf/paper.server.ts";
import type { Pen } from "#app/platform/pdf/typesetting.server.ts";
import { COLOURS } from "#app/platform/pdf/typesetting.server.ts";
import type { Drawing, Ink, Shape, Stroke } from "./drawing.ts";

/** The same drawing as the page's, as vectors of a PDF. */
export function drawOnPaper(paper: Paper, drawing: Drawing, scale: number): void {
  const { width, height, title, description, shapes } = drawing;
  paper.figure({ width, height, scale, description: `${title}. ${description}` }, (pen) => {
    for (const shape of shapes) drawShape(pen, shape);
  });
}

function drawShape(pen: Pen, shape: Shape): void {
  const { pdf } = pen;
  switch (shape.kind) {
    case "rect": {
      const { x, y, width, height, round } = shape;
      const path = () =>
        round ? pdf.roundedRect(x, y, width, height, Math.min(round, width / 2, height / 2)) : pdf.rect(x, y, width, height);
      paint(pen, path, shape);
      break;
    }
    case "line":
      paint(pen, () => pdf.moveTo(shape.x1, shape.y1).lineTo(shape.x2, shape.y2), { fill: null, stroke: shape.stroke });
      break;
    case "circle":
      paint(pen, () => pdf.circle(shape.x, shape.y, shape.radius), shape);
      break;
    case "text": {
      const { text, x, y, size, anchor, ink, bold, upright } = shape;
      if (text === "") return;
      if (upright) pdf.save().rotate(-90, { origin: [x, y] });
      pen.write(text, { x, y, size, anchor, colour: ink, ...(bold && { bold }) });
      if (upright) pdf.restore();
    }
  }
}

function paint(
  { pdf }: Pen,
  path: () => void,
  { fill, stroke, faint }: { fill: Ink | null; stroke?: Stroke; faint?: boolean },
): void {
  pdf.save();
  if (fill) {
    path();
    pdf.fillOpacity(faint ? 0.16 : 1).fill(COLOURS[fill]);
  }
  if (stroke) {
    path();
    pdf.lineWidth(stroke.width ?? 1);
    if (stroke.dashed) pdf.dash(5, { space: 4 });
    pdf.stroke(COLOURS[stroke.ink]);
  }
  pdf.restore();
}
