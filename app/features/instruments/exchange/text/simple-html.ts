const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " ", "#39": "'", "#34": '"' };

/** Stand for the signs of Markdown while the text around them is escaped. */
const STRONG = "\ufde0";
const EMPHASIS = "\ufde1";
const MARKED = /(?<=^|[\s(])<(b|strong|i|em)>([^\s<>&](?:[^<>&]*[^\s<>&])?)<\/\1>(?=[\s.,;:!?)]|$)/gi;

/**
 * The text of HTML that has paragraphs, line ends, bold and italic words and the usual entities only, which is most of it
 * and needs no parser. Undefined for all other.
 */
export function simpleText(html: string): string | undefined {
  let text = html
    .replace(/\s+/g, " ")
    .replace(/<br ?\/?> ?/gi, "\n")
    .replace(/<\/?p>|<p dir="ltr">|<p dir="ltr" style="text-align: left;">/gi, "\n\n");
  if (text.includes("<")) {
    text = text.replace(MARKED, (_, name: string, words: string) => {
      const sign = /^[bs]/i.test(name) ? STRONG : EMPHASIS;
      return `${sign}${words}${sign}`;
    });
    if (text.includes("<")) return undefined;
  }
  let isSimple = true;
  const decoded = text.replace(/&(#?\w+;?)/g, (_, name: string) => {
    const sign = ENTITIES[name.replace(/;$/, "").toLowerCase()];
    if (sign === undefined || !name.endsWith(";")) isSimple = false;
    return sign ?? "";
  });
  return isSimple ? decoded.replaceAll("\u00a0", " ").trim() : undefined;
}

/** What `simpleText` gave and was escaped since, with the signs of Markdown in it. */
export function withMarks(markdown: string): string {
  return markdown.replaceAll(STRONG, "**").replaceAll(EMPHASIS, "*");
}

export function withoutMarks(text: string): string {
  return text.replace(/[\ufde0\ufde1]/g, "");
}

export function hasMarks(text: string): boolean {
  return /[\ufde0\ufde1]/.test(text);
}

/** Plain text for a place that may be read as HTML: escaped only where it would be taken for some. */
export function plainAsHtml(text: string): string {
  return /<\/?[a-z!]|&[a-z#]/i.test(text) ? text.replaceAll("&", "&amp;").replaceAll("<", "&lt;") : text;
}
