import { create, type Font, type Glyph, type GlyphData, type GlyphPoint } from "fontkit";

/**
 * One weight of a variable font in WOFF2, for a PDF. The site's fonts come in no other form, and fontkit neither applies
 * a weight to WOFF2 nor takes part of one out, so the outlines are made here: moved to the weight by fontkit's own
 * `gvar` arithmetic, and written as plain TrueType glyphs. Made once a process; documents share it.
 */
export function staticFont(woff2: Uint8Array, { name, weight }: { name: string; weight: number }): Font {
  // Without a weight: with one, fontkit fails while it unpacks accented letters.
  const plain = create(woff2);
  plain.getGlyph(0);
  const outlines = plain._transformedGlyphs;
  const font = create(woff2);
  font._transformedGlyphs = outlines;
  font.variationCoords = [weight];
  // Two weights of one font have the same name in the file, and a PDF would take one for the other.
  Object.defineProperty(font, "postscriptName", { value: name });

  const moved = new Map<number, GlyphData>();
  const baseGlyph = font._getBaseGlyph.bind(font);
  font._getBaseGlyph = (id, characters) => {
    const glyph = baseGlyph(id, characters) ?? font._glyphs[id]!;
    glyph._decode = () => {
      const known = moved.get(id) ?? moveOutline(font, id, outlines[id]!);
      moved.set(id, known);
      return known;
    };
    return glyph;
  };
  const getGlyph = font.getGlyph.bind(font);
  font.getGlyph = (id, characters = []) => {
    const glyph = getGlyph(id, characters);
    // First met as a part of another letter, a glyph is kept without its own, and could not be copied out of a document.
    if (glyph.codePoints.length === 0) glyph.codePoints = characters;
    return glyph;
  };
  const createSubset = font.createSubset.bind(font);
  font.createSubset = () => {
    const subset = createSubset();
    subset._addGlyph = (id) => {
      const glyph = font.getGlyph(id);
      const bytes = encodeGlyph(glyph);
      subset.glyf.push(bytes);
      subset.loca.offsets.push(subset.offset);
      subset.hmtx.metrics.push({
        advance: Math.round(glyph.advanceWidth),
        bearing: bytes.length === 0 ? 0 : bytes.readInt16BE(2),
      });
      subset.offset += bytes.length;
      return subset.glyf.length - 1;
    };
    return subset;
  };
  return font;
}

/** The outline of a glyph at the font's weight. Widths have a table of their own, so the four phantom points are of no use. */
function moveOutline(font: Font, id: number, outline: GlyphData): GlyphData {
  const processor = font._variationProcessor;
  if (!processor) return outline;
  const phantoms = [0, 0, 0, 0].map(() => pointAt(0, 0));
  if (outline.components) {
    const points = outline.components.map(({ dx, dy }) => pointAt(dx, dy));
    processor.transformPoints(id, [...points, ...phantoms]);
    const components = outline.components.map((part, index) => ({ ...part, dx: points[index]!.x, dy: points[index]!.y }));
    return { ...outline, components };
  }
  const points = (outline.points ?? []).map((point) => point.copy());
  processor.transformPoints(id, [...points, ...phantoms]);
  return { ...outline, points };
}

function pointAt(x: number, y: number): GlyphPoint {
  return { onCurve: true, endContour: true, x, y, copy: () => pointAt(x, y) };
}

const ON_CURVE = 1;

/** A simple glyph of OpenType's `glyf` table without instructions: every coordinate as two bytes, padded to four. */
function encodeGlyph({ path }: Glyph): Buffer {
  const ends: number[] = [];
  const points: { x: number; y: number; flag: number }[] = [];
  const put = (x = 0, y = 0, flag = ON_CURVE) => points.push({ x: Math.round(x), y: Math.round(y), flag });
  for (const { command, args } of path.commands) {
    if (command === "closePath") ends.push(points.length - 1);
    else if (command === "quadraticCurveTo") {
      put(args[0], args[1], 0);
      put(args[2], args[3]);
    } else put(args[0], args[1]);
  }
  if (points.length === 0) return Buffer.alloc(0);
  const size = 12 + ends.length * 2 + points.length * 5;
  const bytes = Buffer.alloc(size + ((4 - (size % 4)) % 4));
  let at = 0;
  const write = (value: number) => {
    at = bytes.writeInt16BE(value, at);
  };
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  for (const value of [ends.length, Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys), ...ends, 0]) write(value);
  for (const { flag } of points) at = bytes.writeUInt8(flag, at);
  for (const values of [xs, ys]) for (const [index, value] of values.entries()) write(value - (values[index - 1] ?? 0));
  return bytes;
}
