import { readCategory, settleQuestion } from "../assemble/settle-question.ts";
import { decodeText } from "../decode-text.ts";
import type { ImportedQuestion, ImportResult } from "../import-report.ts";
import { LONGEST_QUESTION, MOST_XML_BYTES } from "../limits.ts";
import { MediaShelf } from "../media-shelf.ts";
import { NoteBook, shortened } from "../note-book.ts";
import { readOwnTags, withKeys } from "../own-tags.ts";
import { QuestionKeys } from "../question-keys.ts";
import { Refused, Unsupported } from "../stop.ts";
import { MoodleQuestion } from "./moodle-question.ts";
import { KINDS } from "./question-kinds.ts";
import { childrenOf, eachXmlQuestion, textIn, type XmlQuestion } from "./xml-questions.ts";

/** Types of questions that have no kind of item here, and why. */
const REASONS: Record<string, string> = {
  calculated: "Numbers that are drawn anew for each attempt (calculated) are not known here.",
  calculatedsimple: "Numbers that are drawn anew for each attempt (calculated) are not known here.",
  calculatedmulti: "Numbers that are drawn anew for each attempt (calculated) are not known here.",
  ddimageortext: "Dragging onto a picture is not known here.",
  ddmarker: "Dragging onto a picture is not known here.",
  random: "A question that is drawn is not a question: mark items with a bank and write `draws`.",
  randomsamatch: "Pairs that are drawn from other questions are not known here.",
};

/** Settings that change nothing of what is asked. */
const SETTINGS = ["penalty", "shownumcorrect", "answernumbering", "showstandardinstruction", "length"];

/** An element that Moodle leaves aside, for own data (`build/own-data.ts`). */
export const OWN_ELEMENT = "courageous";

/** Reads Moodle XML. One wrong question never costs the others; a file that is not well formed is refused. */
export function readMoodleXml(bytes: Uint8Array): ImportResult {
  const decoded = decodeText(bytes, MOST_XML_BYTES, declaredEncoding(bytes));
  if (decoded.status === "refused") return decoded;
  const notes = new NoteBook();
  for (const note of decoded.notes) notes.add(note);
  const file = { keys: new QuestionKeys(), shelf: new MediaShelf(), settings: new Set<string>() };
  const questions: ImportedQuestion[] = [];
  let category: string[] = [];
  try {
    eachXmlQuestion(decoded.text, (question) => {
      const { element } = question;
      if (element.name !== "question") {
        notes.unsupported(`<${shortened(element.name)}> is not a question; it was left out.`);
      } else if (element.attributes.type === "category") {
        category = readCategory(textIn(element, "category"));
        notes.changed("Categories are banks: the key of a bank is the path of its category.");
        if (textIn(element, "info") !== "") notes.unsupported("The descriptions of categories were left out.");
      } else questions.push(readQuestion(question, category, file));
    });
  } catch (error) {
    if (error instanceof Refused) return { status: "refused", message: error.message };
    throw error;
  }
  if (file.settings.size > 0) {
    notes.unsupported(`Settings that have no place here were left out: ${[...file.settings].sort().join(", ")}.`);
  }
  return { status: "imported", imported: { questions, media: file.shelf.media, notes: notes.notes } };
}

function declaredEncoding(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder("windows-1252").decode(bytes.subarray(0, 200));
  return /^\s{0,20}<\?xml\s[^>]{0,150}encoding\s?=\s?["']([\w-]{1,40})["']/.exec(head)?.[1];
}

interface ImportFile {
  keys: QuestionKeys;
  shelf: MediaShelf;
  settings: Set<string>;
}

function readQuestion({ element, line, isTooLong }: XmlQuestion, category: string[], file: ImportFile): ImportedQuestion {
  const notes = new NoteBook();
  const question = new MoodleQuestion(element, notes, file.shelf);
  const type = element.attributes.type ?? "";
  const name = question.value("name").replace(/<[^<>]{0,200}>/g, "");
  const id = question.value("idnumber");
  const own = question.value(OWN_ELEMENT);
  const frame = {
    source: `line ${line}`,
    title: name,
    excerpt: `A question of the type ${type}`,
    category,
    notes,
    ...(id && { id }),
    ...(own && { own }),
  };
  return settleQuestion(frame, file.keys, () => {
    if (isTooLong) throw new Unsupported(`It is longer than ${LONGEST_QUESTION} characters.`);
    if (type === "description") {
      const text = shortened(question.text("questiontext"), 300);
      throw new Unsupported(`It is a text without a question: “${text}”. Put it into an introduction.`);
    }
    const kind = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
    if (!kind) throw new Unsupported(REASONS[type] ?? `Questions of the type “${shortened(type)}” are not known here.`);
    const item = kind(question);
    const prompt = item.kind === "cloze" ? "" : question.text("questiontext");
    const whole = readShared(question, item);
    noteTheRest(question, file.settings);
    return { prompt, item: whole };
  });
}

/** The item with what questions of every type have. */
function readShared(question: MoodleQuestion, item: Record<string, unknown>): Record<string, unknown> {
  const points = question.number("defaultgrade");
  const feedback = question.text("generalfeedback");
  const outcomes = {
    right: question.text("correctfeedback"),
    partly: question.text("partiallycorrectfeedback"),
    wrong: question.text("incorrectfeedback"),
    ...(item.feedbackWhen as Record<string, string> | undefined),
  };
  const feedbackWhen = Object.fromEntries(Object.entries(outcomes).filter(([, text]) => text !== ""));
  const hints = question
    .all("hint")
    .map((hint) => question.block(hint))
    .filter((hint) => hint !== "");
  if (hints.length > 0) question.notes.changed("Hints are shown on request, not after a wrong try.");
  const tags = question.all("tags").flatMap((all) => childrenOf(all, "tag").map((tag) => textIn(tag, "text") || tag.text.trim()));
  const { fields, keys, others } = readOwnTags(tags, String(item.kind));
  if (others.length > 0) question.notes.unsupported(`Tags have no place here: ${shortened(others.join(", "), 200)}.`);
  if (question.isTrue("hidden")) question.notes.changed("The question was hidden; here it is like all others.");
  return {
    ...withKeys({ ...item, ...(points !== undefined && points !== 1 && item.kind !== "cloze" && { points }), ...fields }, keys),
    ...(feedback && { feedback }),
    ...(Object.keys(feedbackWhen).length > 0 && { feedbackWhen }),
    ...(hints.length > 0 && { hints }),
  };
}

function noteTheRest(question: MoodleQuestion, settings: Set<string>): void {
  const unread = question.unread.filter((name) => {
    if (SETTINGS.includes(name)) settings.add(name);
    return !SETTINGS.includes(name);
  });
  if (unread.length > 0) question.notes.unsupported(`These parts are not known here: ${unread.join(", ")}.`);
}
