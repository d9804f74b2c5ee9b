/** What `static-font.server.ts` uses of fontkit 2.0, which has no types. What begins with a line is its inside. */
declare module "fontkit" {
  export function create(bytes: Uint8Array): Font;

  export interface Font {
    postscriptName: string;
    unitsPerEm: number;
    variationCoords: number[] | null;
    getGlyph(id: number, characters?: number[]): Glyph;
    hasGlyphForCodePoint(codePoint: number): boolean;
    createSubset(): Subset;
    layout(text: string): unknown;
    readonly _variationProcessor: { transformPoints(id: number, points: GlyphPoint[]): void } | null;
    _transformedGlyphs: GlyphData[];
    _glyphs: Record<number, Glyph>;
    _getBaseGlyph(id: number, characters?: number[]): Glyph | undefined;
  }

  export interface Glyph {
    advanceWidth: number;
    codePoints: number[];
    path: { commands: { command: string; args: number[] }[] };
    _decode(): GlyphData;
  }

  export interface GlyphData {
    points?: GlyphPoint[];
    components?: { dx: number; dy: number }[];
  }

  export interface GlyphPoint {
    onCurve: boolean;
    endContour: boolean;
    x: number;
    y: number;
    copy(): GlyphPoint;
  }

  export interface Subset {
    glyf: Uint8Array[];
    offset: number;
    loca: { offsets: number[] };
    hmtx: { metrics: { advance: number; bearing: number }[] };
    _addGlyph(id: number): number;
  }
}
