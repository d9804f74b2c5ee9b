import { readCategory, settleQuestion } from "../assemble/settle-question.ts";
import { decodeText } from "../decode-text.ts";
import type { ImportedQuestion, ImportResult } from "../import-report.ts";
import { LONGEST_QUESTION, MOST_QUESTIONS, MOST_TEXT_BYTES } from "../limits.ts";
import { MediaShelf } from "../media-shelf.ts";
import { NoteBook, shortened } from "../note-book.ts";
import { readOwnTags, withKeys } from "../own-tags.ts";
import { QuestionKeys } from "../question-keys.ts";
import { Unsupported } from "../stop.ts";
import { TextReader } from "../text/read-text.ts";
import { readAnswers, readFormat } from "./gift-answers.ts";
import { type GiftBlock, showEscapes, splitGift } from "./gift-blocks.ts";

/** Reads a GIFT file as Moodle reads it (docs/question-import.md, "GIFT"), but one wrong question never costs the others. */
export function readGift(bytes: Uint8Array): ImportResult {
  const decoded = decodeText(bytes, MOST_TEXT_BYTES);
  if (decoded.status === "refused") return decoded;
  const { blocks, comments, joined } = splitGift(decoded.text);
  if (blocks.length > MOST_QUESTIONS) {
    return { status: "refused", message: `The file has more than ${MOST_QUESTIONS} questions. Divide it.` };
  }
  const notes = new NoteBook();
  for (const note of decoded.notes) notes.add(note);
  if (comments > 0)
    notes.changed(`${comments} ${comments === 1 ? "line" : "lines"} of comments left out; ids and tags in them were read.`);
  if (joined.length > 0) {
    const places = joined.slice(0, 5).join(", ");
    notes.changed(`Questions that begin without a blank line before them were read all the same, such as on line ${places}.`);
  }
  const keys = new QuestionKeys();
  const shelf = new MediaShelf();
  const questions: ImportedQuestion[] = [];
  let category: string[] = [];
  for (const block of blocks) {
    if (block.text.startsWith("$CATEGORY:")) {
      category = readCategory(showEscapes(block.text.slice("$CATEGORY:".length)));
      notes.changed("Categories are banks: the key of a bank is the path of its category.");
    } else questions.push(readQuestion(block, category, keys, shelf));
  }
  return { status: "imported", imported: { questions, media: shelf.media, notes: notes.notes } };
}

function readQuestion(block: GiftBlock, category: string[], keys: QuestionKeys, shelf: MediaShelf): ImportedQuestion {
  const notes = new NoteBook();
  const media = (address: string) => shelf.putData(address);
  const reader = new TextReader({ notes, media });
  const { name, rest } = readName(block.text);
  const title = showEscapes(name);
  const excerpt = shortened(showEscapes(rest.replace(/\{[^}]*\}?/, "")));
  const { id, own } = block;
  const frame = {
    source: `line ${block.line}`,
    title,
    excerpt,
    category,
    notes,
    ...(id !== undefined && { id }),
    ...(own !== undefined && { own }),
  };
  return settleQuestion(frame, keys, () => {
    if (block.isCut || block.text.length > LONGEST_QUESTION)
      throw new Unsupported(`It is longer than ${LONGEST_QUESTION} characters.`);
    const { stem, answers, isMissingWord } = takeApart(rest);
    const { text, format } = readFormat(stem, "moodle");
    if (answers === undefined) {
      throw new Unsupported(`It is a text without a question: “${shortened(text, 300)}”. Put it into an introduction.`);
    }
    if (isMissingWord) notes.changed("The missing word is a line of underscores; the choices stand below the sentence.");
    const at = answers.lastIndexOf("####");
    const general = readFormat(at < 0 ? "" : answers.slice(at + 4), format);
    const feedback = reader.block(general.text, general.format);
    const prompt = reader.block(
      format === "markdown" ? text.replaceAll(BLANK, "\\_\\_\\_\\_\\_") : text.replaceAll(BLANK, "_____"),
      format,
    );
    const item = readAnswers({
      text: (at < 0 ? answers : answers.slice(0, at)).trim(),
      format,
      reader,
      allOrNothing: block.tags.includes("courageous:credit=all-or-nothing"),
    });
    const { fields, keys: names, others } = readOwnTags(block.tags, String(item.kind));
    if (others.length > 0) notes.unsupported(`Tags have no place here: ${shortened(others.join(", "), 200)}.`);
    return { prompt, item: { ...withKeys({ ...item, ...fields }, names), ...(feedback && { feedback }) } };
  });
}

const BLANK = "\ufdd8";

function readName(text: string): { name: string; rest: string } {
  const end = text.startsWith("::") ? text.indexOf("::", 2) : -1;
  return end < 0 ? { name: "", rest: text } : { name: text.slice(2, end).trim(), rest: text.slice(end + 2).trim() };
}

/** The text of a question and what stands in its braces; no answers where it has none. */
function takeApart(text: string): { stem: string; answers?: string; isMissingWord: boolean } {
  const open = text.indexOf("{");
  const close = text.indexOf("}");
  if (open < 0 && close < 0) return { stem: text, isMissingWord: false };
  if (open < 0) throw new Unsupported("A brace is closed that was never opened: { is missing, or } needs a backslash.");
  if (close < 0) throw new Unsupported("The braces are not closed: } is missing.");
  if (close < open) throw new Unsupported("A brace is closed before one is opened.");
  const before = text.slice(0, open);
  const after = text.slice(close + 1);
  if (/[{}]/.test(after) || text.slice(open + 1, close).includes("{")) {
    throw new Unsupported("It has more than one pair of braces: those that belong to the text need backslashes.");
  }
  const answers = text.slice(open + 1, close).trim();
  const isMissingWord = after.trim() !== "";
  return { stem: isMissingWord ? `${before}${BLANK}${after}` : before, answers, isMissingWord };
}
