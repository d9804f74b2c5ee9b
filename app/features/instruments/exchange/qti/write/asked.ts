import type { Texts } from "./markdown-xhtml.ts";
import type { Xml, XmlPart } from "./xml.ts";

/** What one kind of item is in QTI, besides what all kinds have. */
export interface Asked {
  /** Declarations of responses. */
  responses: Xml[];
  /** The interaction, or the text with its gaps. */
  body: XmlPart[];
  points: number;
  /** Set SHARE, from 0 to 1; absent where a person grades, or nobody does. */
  rules?: Xml[];
  /** Names of shares of single gaps. */
  shares?: string[];
  /** Feedback of choices, answers and pairs, under the names that the rules show it by. */
  feedback: { name: string; markdown: string }[];
}

/** What a kind is written with. `note` is told of what other systems will not see. */
export interface Pen {
  texts: Texts;
  note(message: string): void;
}
