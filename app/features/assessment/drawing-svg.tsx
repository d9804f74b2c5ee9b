import type { Drawing, Ink, Shape, Stroke, TextShape } from "./drawing.ts";

const FILL: Record<Ink, string> = {
  ink: "fill-ink",
  soft: "fill-soft",
  line: "fill-line",
  edge: "fill-edge",
  accent: "fill-accent",
  wash: "fill-accent-wash",
  raised: "fill-raised",
};

const STROKE: Record<Ink, string> = {
  ink: "stroke-ink",
  soft: "stroke-soft",
  line: "stroke-line",
  edge: "stroke-edge",
  accent: "stroke-accent",
  wash: "stroke-accent-wash",
  raised: "stroke-raised",
};

/** A drawing as SVG, with its description as the text alternative. A table with the same numbers stands beside it. */
export function DrawingSvg({ drawing, className }: { drawing: Drawing; className: string }) {
  const { name, width, height, title, description, shapes } = drawing;
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-labelledby={`${name}-title ${name}-description`}
      className={`block h-auto w-full font-sans ${className}`}
    >
      <title id={`${name}-title`}>{title}</title>
      <desc id={`${name}-description`}>{`${description} The table below has the same numbers.`}</desc>
      {shapes.map((shape) => (
        <ShapeSvg key={JSON.stringify(shape)} shape={shape} />
      ))}
    </svg>
  );
}

function ShapeSvg({ shape }: { shape: Shape }) {
  switch (shape.kind) {
    case "rect": {
      const { x, y, width, height, round, faint } = shape;
      return (
        <rect x={x} y={y} width={width} height={height} rx={round} fillOpacity={faint ? 0.16 : undefined} {...painted(shape)} />
      );
    }
    case "line": {
      const { x1, y1, x2, y2 } = shape;
      return <line x1={x1} x2={x2} y1={y1} y2={y2} {...painted({ fill: null, stroke: shape.stroke })} />;
    }
    case "circle":
      return <circle cx={shape.x} cy={shape.y} r={shape.radius} {...painted(shape)} />;
    case "text":
      return <TextSvg shape={shape} />;
  }
}

function painted({ fill, stroke }: { fill: Ink | null; stroke?: Stroke }) {
  return {
    className: `${fill ? FILL[fill] : "fill-none"} ${stroke ? STROKE[stroke.ink] : ""}`.trim(),
    strokeWidth: stroke?.width,
    strokeDasharray: stroke?.dashed ? "5 4" : undefined,
  };
}

/** On a phone the drawing is smaller than its units, and its words are larger in them. */
function TextSvg({ shape }: { shape: TextShape }) {
  const { x, y, text, size, anchor, ink, bold, upright } = shape;
  return (
    <text
      x={x}
      y={y}
      fontSize={size}
      textAnchor={anchor}
      fontWeight={bold ? 600 : undefined}
      transform={upright ? `rotate(-90 ${x} ${y})` : undefined}
      className={`${FILL[ink]} ${size < 14 ? "max-sm:text-[16px]" : "max-sm:text-[18px]"}`}
    >
      {text}
    </text>
  );
}
