/**
 * Browsers send every end of a line as CR LF. What was typed comes back with the endings of the text that it was made
 * of; where nothing was typed, it is that text, byte for byte.
 */
export function keepEndings(before: string, typed: string): string {
  const plain = (text: string) => text.replace(/\r\n?/g, "\n");
  if (plain(before) === plain(typed)) return before;
  const crlf = before.match(/\r\n/g)?.length ?? 0;
  const lf = (before.match(/\n/g)?.length ?? 0) - crlf;
  return crlf > lf ? plain(typed).replaceAll("\n", "\r\n") : plain(typed);
}
