const MAX_TEXT = 200_000;
const MAX_BLOCK = 50_000;
const MAX_MARKERS = 30;

export interface Excess {
  line: number;
  message: string;
  remedy: string;
}

/**
 * What no person writes and a parser would spend minutes on: its time grows with the square of a paragraph's length
 * and with the depth of lists and quotes. Within these limits a text is parsed in seconds at worst.
 */
export function findExcess(source: string): Excess | undefined {
  if (source.length > MAX_TEXT) {
    return {
      line: 1,
      message: `This text has more than ${MAX_TEXT.toLocaleString("en")} characters.`,
      remedy: "Make several of it.",
    };
  }
  let block = 0;
  for (const [index, line] of source.split(/\r\n|\n|\r/).entries()) {
    block = line.trim() === "" ? 0 : block + line.length;
    if (block > MAX_BLOCK) {
      const message = `This paragraph has more than ${MAX_BLOCK.toLocaleString("en")} characters.`;
      return { line: index + 1, message, remedy: "Put blank lines into it." };
    }
    const [markers = ""] = /^(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])))+/.exec(line) ?? [];
    if ((markers.match(/>|[-*+]|[.)]/g)?.length ?? 0) > MAX_MARKERS) return tooDeep(index + 1);
  }
  return undefined;
}

export function tooDeep(line: number): Excess {
  return {
    line,
    message: "This text is nested too deeply.",
    remedy: "Take out some of the lists, quotes or blocks inside others.",
  };
}
