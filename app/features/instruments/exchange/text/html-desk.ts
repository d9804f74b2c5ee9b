import type { NoteBook } from "../note-book.ts";

/** What HTML needs of the question that it stands in. */
export interface HtmlDesk {
  notes: NoteBook;
  /** The address in our Markdown of a file that the text refers to; undefined where there is no such file. */
  media(address: string): string | undefined;
}
