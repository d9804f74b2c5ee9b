import { inflateSync } from "node:zlib";

/** What a reader, or somebody who copies text out, gets of a PDF that pdfkit wrote: enough of the format for that. */
export interface ReadPdf {
  /** The text of each page, a line an operator. */
  pages: string[];
  /** The kinds of tags, in the order in which they stand in the file. */
  tags: string[];
  /** The file without its streams: its dictionaries. */
  dictionaries: string;
  /** The drawing operators of all pages. */
  operators: string;
}

export function readPdf(bytes: Uint8Array): ReadPdf {
  const raw = Buffer.from(bytes).toString("latin1");
  const objects = new Map<string, { dictionary: string; stream: string }>();
  for (const [, id, body] of raw.matchAll(/(?:^|\n)(\d+) 0 obj\n([\s\S]*?)\nendobj/g)) {
    const cut = body!.indexOf("stream\n");
    const dictionary = cut === -1 ? body! : body!.slice(0, cut);
    objects.set(id!, { dictionary, stream: cut === -1 ? "" : inflate(body!.slice(cut + 7), dictionary) });
  }
  const all = [...objects.values()];
  const at = (dictionary: string, name: string) => objects.get(new RegExp(`/${name} (\\d+) 0 R`).exec(dictionary)?.[1] ?? "");
  const pages = all.filter(({ dictionary }) => /\/Type \/Page\n/.test(dictionary));
  const contents = pages.map((page) => ({
    content: at(page.dictionary, "Contents")?.stream ?? "",
    resources: at(page.dictionary, "Resources")?.dictionary ?? "",
  }));
  const letters = (resources: string) => {
    const fonts = [...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)];
    return new Map(fonts.map(([, name, id]) => [name!, readMap(at(objects.get(id!)!.dictionary, "ToUnicode")?.stream ?? "")]));
  };
  return {
    pages: contents.map(({ content, resources }) => textOf(content, letters(resources))),
    tags: all.flatMap(({ dictionary }) => /\/S \/(\w+)/.exec(dictionary)?.[1] ?? []),
    dictionaries: all.map(({ dictionary }) => dictionary).join("\n"),
    operators: contents.map(({ content }) => content).join("\n"),
  };
}

function inflate(stream: string, dictionary: string): string {
  const bytes = Buffer.from(stream.slice(0, stream.lastIndexOf("\nendstream")), "latin1");
  return dictionary.includes("FlateDecode") ? inflateSync(bytes).toString("latin1") : bytes.toString("latin1");
}

/** The letters of a font by their number in it. */
function readMap(cmap: string): string[] {
  const ranges = [...cmap.matchAll(/<[0-9a-f]{4}> <[0-9a-f]{4}> \[([^\]]*)\]/g)];
  return ranges.flatMap(([, list]) => [...list!.matchAll(/<([0-9a-f ]*)>/g)].map(([, hex]) => decode(hex!)));
}

function decode(hex: string): string {
  return Buffer.from(hex.replaceAll(" ", ""), "hex").swap16().toString("utf16le");
}

function textOf(content: string, fonts: Map<string, string[]>): string {
  let font: string[] = [];
  const lines: string[] = [];
  for (const [, name, array] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[([^\]]*)\] TJ/g)) {
    if (name) font = fonts.get(name) ?? [];
    else if (array !== undefined) {
      const numbers = [...array.matchAll(/<([0-9a-f]*)>/g)].flatMap(([, hex]) => hex!.match(/.{4}/g) ?? []);
      lines.push(numbers.map((number) => font[Number.parseInt(number, 16)] ?? "").join(""));
    }
  }
  return lines.join("\n");
}
