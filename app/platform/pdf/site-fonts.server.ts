import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Font } from "fontkit";
import { staticFont } from "./static-font.server.ts";

/** The faces that a document is set in: the same two families as the site's pages. */
export type Face = "text" | "strong" | "emphasis" | "heading";

const FAMILIES: Record<Face, { files: string; style: "normal" | "italic"; name: string; weight: number }> = {
  text: { files: "source-sans-3", style: "normal", name: "SourceSans3-Regular", weight: 400 },
  strong: { files: "source-sans-3", style: "normal", name: "SourceSans3-SemiBold", weight: 600 },
  emphasis: { files: "source-sans-3", style: "italic", name: "SourceSans3-Italic", weight: 400 },
  heading: { files: "source-serif-4", style: "normal", name: "SourceSerif4-SemiBold", weight: 600 },
};

/** The fonts come in a file for each part of Unicode. The first that has a letter sets it. */
const PARTS = ["latin", "latin-ext", "cyrillic", "greek", "vietnamese", "cyrillic-ext", "greek-ext"];

const require = createRequire(import.meta.url);
const opened = new Map<string, Font | null>();

/** Opened at its first use and kept: a few megabytes for a process that writes PDFs. */
function openPart(face: Face, part: string): Font | null {
  const key = `${face} ${part}`;
  const known = opened.get(key);
  if (known !== undefined) return known;
  const { files, style, name, weight } = FAMILIES[face];
  const file = findFile(`@fontsource-variable/${files}/files/${files}-${part}-wght-${style}.woff2`);
  const font = file ? staticFont(readFileSync(file), { name: `${name}-${part}`, weight }) : null;
  opened.set(key, font);
  return font;
}

/** Not every family has every part. */
function findFile(name: string): string | null {
  try {
    return require.resolve(name);
  } catch {
    return null;
  }
}

/**
 * A text cut where the font has to change, which in most texts is nowhere. A letter that no font has stays with its
 * neighbours, and is printed as an empty box.
 */
export function cutByFont(text: string, face: Face): { text: string; font: Font }[] {
  const usual = openPart(face, "latin");
  if (!usual) throw new Error(`The font ${FAMILIES[face].name} is not installed.`);
  const pieces: { text: string; font: Font }[] = [];
  for (const letter of text) {
    const font = fontWith(letter.codePointAt(0)!, face, pieces.at(-1)?.font ?? usual, usual);
    const last = pieces.at(-1);
    if (last?.font === font) last.text += letter;
    else pieces.push({ text: letter, font });
  }
  return pieces;
}

function fontWith(codePoint: number, face: Face, current: Font, usual: Font): Font {
  if (usual.hasGlyphForCodePoint(codePoint)) return usual;
  if (current.hasGlyphForCodePoint(codePoint)) return current;
  for (const part of PARTS) {
    const font = openPart(face, part);
    if (font?.hasGlyphForCodePoint(codePoint)) return font;
  }
  return current;
}
