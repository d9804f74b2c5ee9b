/** A plot as shapes: the page writes them as SVG and the PDF as vectors, so that both show the same. */
export interface Drawing {
  /** Tells its ids from those of other drawings of a page. */
  name: string;
  width: number;
  height: number;
  title: string;
  /** What it shows, in words, for who does not see it. */
  description: string;
  shapes: Shape[];
}

/** A role of colour: each medium and theme has its own value. */
export type Ink = "ink" | "soft" | "line" | "edge" | "accent" | "wash" | "raised";

export interface Stroke {
  ink: Ink;
  width?: number;
  dashed?: boolean;
}

export type Shape =
  /** `faint` lets what lies below shine through. */
  | {
      kind: "rect";
      x: number;
      y: number;
      width: number;
      height: number;
      fill: Ink | null;
      stroke?: Stroke;
      round?: number;
      faint?: boolean;
    }
  | { kind: "line"; x1: number; y1: number; x2: number; y2: number; stroke: Stroke }
  | { kind: "circle"; x: number; y: number; radius: number; fill: Ink | null; stroke?: Stroke }
  | TextShape;

export interface TextShape {
  kind: "text";
  /** On the baseline. */
  x: number;
  y: number;
  text: string;
  size: number;
  anchor: "start" | "middle" | "end";
  ink: Ink;
  bold?: boolean;
  /** Turned to be read from below. */
  upright?: boolean;
}

/** Where the values of a scale lie between two places of a drawing; what is beyond an end lies at the end. */
export function toPlace(
  { minimum, maximum }: { minimum: number; maximum: number },
  from: number,
  to: number,
): (value: number) => number {
  return (value) => from + ((Math.min(maximum, Math.max(minimum, value)) - minimum) / (maximum - minimum)) * (to - from);
}
