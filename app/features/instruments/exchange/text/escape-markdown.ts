/** Plain text as Markdown that shows exactly that text. Ends of lines stay ends of lines; blank lines part paragraphs. */
export function escapeMarkdown(text: string): string {
  return text
    .split(/\n[ \t]*(?:\n[ \t]*)+/)
    .map((paragraph) => escapeLines(paragraph.split("\n")))
    .filter((paragraph) => paragraph !== "")
    .join("\n\n");
}

/** Plain text as Markdown of a single paragraph. */
export function escapeInline(text: string): string {
  return escapeLines(text.split("\n"));
}

function escapeLines(lines: string[]): string {
  return lines
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line) => escapeLineStart(escapeSigns(line)))
    .join("\\\n");
}

/** What means something anywhere in a line; underscores within a word do not. */
function escapeSigns(line: string): string {
  return line
    .replace(/\\/g, "\\\\")
    .replace(/[*`[]/g, "\\$&")
    .replace(/<(?=[a-z/!?])/gi, "\\<")
    .replace(/&(?=[a-z0-9#])/gi, "\\&")
    .replace(/~~+/g, (run) => run.replaceAll("~", "\\~"))
    .replace(/(^|[^\p{L}\p{N}_])(_+)|(_+)(?![\p{L}\p{N}_])/gu, (found, before: string | undefined) => {
      const sign = before ?? "";
      return sign + found.slice(sign.length).replaceAll("_", "\\_");
    });
}

/** What means something at the beginning of a line only. */
function escapeLineStart(line: string): string {
  if (/^(?:#{1,6}(?=\s|$)|>|[-+](?=\s|$)|=+\s*$|-[-\s]*$|:{2,}|:\s*-|\||~{3})/.test(line)) return `\\${line}`;
  return line.replace(/^(\d{1,9})([.)])(?=\s|$)/, "$1\\$2");
}
