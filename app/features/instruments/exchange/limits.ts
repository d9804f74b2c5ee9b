/**
 * How much a question file may hold. Real ones are far below: what is above is a mistake or an attack, and is refused
 * before it costs anything.
 */
const MEBIBYTE = 1_048_576;

/** Bytes of a file of nothing but text. */
export const MOST_TEXT_BYTES = 20 * MEBIBYTE;
/** Bytes of a Moodle XML file, which has pictures inside. */
export const MOST_XML_BYTES = 50 * MEBIBYTE;
/** Bytes of a file of any format: what is larger is not even read. */
export const MOST_BYTES = 100 * MEBIBYTE;
/** Questions in a file, whatever becomes of them. */
export const MOST_QUESTIONS = 10_000;
/** Lines of a text. */
export const MOST_LINES = 2_000_000;
/** Characters of one question, embedded files apart. */
export const LONGEST_QUESTION = 100_000;
/** Elements inside one another, in XML. Moodle's own files need about eight. */
export const DEEPEST_XML = 40;
/** HTML elements inside one another, and tags in one text: the time of an HTML parser grows with their product. */
export const DEEPEST_HTML = 60;
export const MOST_TAGS = 3_000;

export function bytesInWords(bytes: number): string {
  return `${Math.round(bytes / MEBIBYTE)} MiB`;
}
