import { LARGEST_FILE } from "../../items/file-upload.tsx";
import { allOrNothingOf, type Data, multipleChoiceOf, type ReadChoice, singleChoiceOf } from "../assemble/choice-item.ts";
import { readClozeCodes } from "../assemble/cloze-codes.ts";
import { clozeOf } from "../assemble/cloze-item.ts";
import { matchingOf, orderingOf } from "../assemble/matching-item.ts";
import { numberKeyOf, type ReadNumber, readAcceptedNumber, readNumber } from "../assemble/number-item.ts";
import { shareOfPercent } from "../assemble/shares.ts";
import { patternOf, textKeyOf } from "../assemble/text-item.ts";
import { Unsupported } from "../stop.ts";
import { readGapSelect } from "./gap-select.ts";
import type { MoodleQuestion } from "./moodle-question.ts";
import { readUnits } from "./read-units.ts";
import { childOf, textIn, type XmlElement } from "./xml-questions.ts";

type Read = (question: MoodleQuestion) => Data;

/** The types of questions that can be taken, and how each is read. */
export const KINDS: Record<string, Read> = {
  multichoice: (question) => {
    const choices = readChoices(question);
    const item = question.isTrue("single") ? singleChoiceOf(choices, question.notes) : multipleChoiceOf(choices, question.notes);
    return { ...item, ...(question.isTrue("shuffleanswers") && { shuffle: true }) };
  },
  multichoiceset: (question) => {
    const item = allOrNothingOf(readChoices(question), question.notes);
    return { ...item, ...(question.isTrue("shuffleanswers") && { shuffle: true }) };
  },
  truefalse: readTrueFalse,
  shortanswer: (question) => {
    const texts = question.all("answer").map((answer) => ({
      text: patternOf(textOf(answer).replace(/\s+/g, " ")),
      share: fractionOf(answer),
      feedback: question.block(childOf(answer, "feedback")),
    }));
    return { kind: "short-text", ...textKeyOf(texts, question.isTrue("usecase"), question.notes) };
  },
  numerical: readNumerical,
  matching: readMatching,
  match: readMatching,
  ddmatch: (question) => {
    question.notes.changed("What was dragged to its place is chosen from lists.");
    return readMatching(question);
  },
  essay: readEssay,
  cloze: readCloze,
  multianswer: readCloze,
  gapselect: readGapSelect,
  ddwtos: readGapSelect,
  ordering: readOrdering,
};

export const ORDER_CREDIT: Record<string, string> = { "-1": "all-or-nothing", "0": "positions", "1": "neighbours" };

export function fractionOf(element: XmlElement): number {
  return shareOfPercent(element.attributes.fraction ?? "0") ?? 0;
}

function textOf(element: XmlElement): string {
  return (childOf(element, "text") ?? element).text.trim();
}

function readChoices(question: MoodleQuestion): ReadChoice[] {
  return question.all("answer").map((answer) => ({
    text: question.inline(answer),
    share: fractionOf(answer),
    feedback: question.block(childOf(answer, "feedback")),
  }));
}

function readTrueFalse(question: MoodleQuestion): Data {
  const answers = question.all("answer");
  const right = answers.find((answer) => fractionOf(answer) > 0);
  const word = right && textOf(right).toLowerCase();
  if (word !== "true" && word !== "false") throw new Unsupported("Neither true nor false is right.");
  const feedback = answers.flatMap((answer) => {
    const text = question.block(childOf(answer, "feedback"));
    return text === "" ? [] : [[textOf(answer).toLowerCase(), text]];
  });
  return {
    kind: "true-false",
    answer: word === "true",
    ...(feedback.length > 0 && { feedbackFor: Object.fromEntries(feedback) }),
  };
}

function readNumerical(question: MoodleQuestion): Data {
  const read = question.all("answer").map((answer): ReadNumber => {
    const number = readAcceptedNumber(textOf(answer));
    const tolerance = textIn(answer, "tolerance");
    const size = tolerance === "" ? 0 : readNumber(tolerance);
    if (size === undefined) throw new Unsupported(`“${tolerance.slice(0, 60)}” is not a tolerance that can be read.`);
    return {
      number: number !== "any" && "value" in number ? { ...number, tolerance: Math.abs(size) } : number,
      share: fractionOf(answer),
      feedback: question.block(childOf(answer, "feedback")),
    };
  });
  const { key, otherwise } = numberKeyOf(read, question.notes);
  const unit = readUnits(question);
  return { kind: "numeric", ...key, ...(unit && { unit }), ...(otherwise && { feedbackWhen: { wrong: otherwise } }) };
}

function readMatching(question: MoodleQuestion): Data {
  const pairs = question.all("subquestion").map((pair) => {
    const answer = childOf(pair, "answer");
    return { text: question.inline(pair), answer: question.plain(answer) };
  });
  if (question.value("shuffleanswers") !== "" && !question.isTrue("shuffleanswers")) {
    question.notes.changed("The answers are always in an order of their own.");
  }
  return matchingOf(pairs, question.notes);
}

function readEssay(question: MoodleQuestion): Data {
  const { notes } = question;
  if (question.text("graderinfo") !== "") notes.unsupported("The information for graders was left out.");
  if (question.text("responsetemplate") !== "") notes.unsupported("The text that an answer began with was left out.");
  const files = question.number("attachments") ?? 0;
  const [least, most] = [question.number("minwordlimit"), question.number("maxwordlimit")];
  const bytes = question.number("maxbytes") ?? 0;
  for (const name of ["attachmentsrequired", "responserequired", "responsefieldlines"]) question.value(name);
  const endings = question.value("filetypeslist");
  if (question.value("responseformat") !== "noinline") {
    if (files !== 0) notes.unsupported("Files with the answer are not asked for.");
    return { kind: "long-text", ...(least && { minWords: least }), ...(most && { maxWords: most }) };
  }
  if (endings !== "") notes.changed(`The kinds of files are the usual ones here, not: ${endings.slice(0, 100)}.`);
  return {
    kind: "file-upload",
    ...(files !== 1 && { maxFiles: files >= 1 && files <= 10 ? files : 10 }),
    ...(bytes > 0 && { maxSize: Math.min(LARGEST_FILE, Math.max(0.1, Number((bytes / 1e6).toFixed(3)))) }),
  };
}

function readCloze(question: MoodleQuestion): Data {
  const { text, format } = question.raw("questiontext");
  const { text: marked, ...codes } = readClozeCodes(text, format, question.reader);
  const points = question.number("defaultgrade");
  return clozeOf(
    { text: question.blockOf("questiontext", marked), ...codes, ...(points !== undefined && { points }) },
    question.notes,
  );
}

function readOrdering(question: MoodleQuestion): Data {
  const { notes } = question;
  const entries = question
    .all("answer")
    .map((answer, index) => ({ answer, place: Number(answer.attributes.fraction ?? index) || index }))
    .sort((a, b) => a.place - b.place)
    .map(({ answer }) => question.inline(answer));
  if ((question.number("selecttype") ?? 0) !== 0) notes.unsupported("Every attempt has all entries, not some of them.");
  const grading = question.value("gradingtype").toLowerCase();
  const credit = ORDER_CREDIT[GRADING_NAMES[grading] ?? (grading || "0")];
  if (!credit) notes.changed("The way of grading is not known here: entries in the right place count.");
  for (const name of ["layouttype", "selectcount", "showgrading", "numberingstyle"]) question.value(name);
  return { ...orderingOf(entries), credit: credit ?? "positions" };
}

/** As exports write the same in words. */
const GRADING_NAMES: Record<string, string> = {
  all_or_nothing: "-1",
  absolute_position: "0",
  relative_next_exclude_last: "1",
};
