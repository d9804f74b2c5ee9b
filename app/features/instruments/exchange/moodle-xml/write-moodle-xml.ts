import type { SourceItem } from "../../items/registry.ts";
import { middleOf } from "../assemble/number-item.ts";
import { NO_BANK } from "../assemble/settle-question.ts";
import { percentOf } from "../assemble/shares.ts";
import { textOfPattern } from "../assemble/text-item.ts";
import { writeClozeCodes } from "../assemble/write-cloze-codes.ts";
import { writeOwnTags } from "../own-tags.ts";
import { Unsupported } from "../stop.ts";
import type { QuestionWriter, WrittenItem } from "../write-questions.ts";
import { MoodleTexts } from "./moodle-texts.ts";
import { ORDER_CREDIT } from "./question-kinds.ts";
import { OWN_ELEMENT, readMoodleXml } from "./read-moodle-xml.ts";
import { escapeXml, xml } from "./write-xml.ts";

/** Moodle XML with texts in Markdown; settings that Moodle has not are tags, which it keeps. */
export const moodleXmlWriter: QuestionWriter = {
  title: "Moodle XML",
  write: (item, pen) => writeQuestion(item, new MoodleTexts(pen)),
  file,
  tags: (item) => tagsOf(item),
  read: readMoodleXml,
  takesOwnData: true,
};

const CLOSE = "</question>";

function file(items: WrittenItem[]): string {
  let bank: string | undefined;
  const parts = items.map(({ item, text, own }) => {
    const path = item.bank ?? NO_BANK;
    const category = item.bank === bank ? "" : xml("question", { type: "category" }, xml("category", {}, xml("text", {}, path)));
    bank = item.bank;
    const element = own === undefined ? "" : `<${OWN_ELEMENT}>${escapeXml(own)}</${OWN_ELEMENT}>`;
    return `${category && `${category}\n`}${text.slice(0, -CLOSE.length)}${element}${CLOSE}`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n${parts.join("\n")}\n</quiz>\n`;
}

function writeQuestion(item: SourceItem, texts: MoodleTexts): string {
  const { type, parts } = asked(item, texts);
  const points = pointsOf(item);
  const { right, partly, wrong } = item.feedbackWhen ?? {};
  const tags = tagsOf(item);
  return xml(
    "question",
    { type },
    xml("name", {}, xml("text", {}, escapeXml(item.key))),
    item.kind === "cloze" ? texts.block("questiontext", writeClozeCodes(item)) : texts.block("questiontext", item.prompt),
    texts.given("generalfeedback", "feedback" in item ? item.feedback : undefined),
    ...(points === undefined ? [] : [xml("defaultgrade", {}, String(points))]),
    xml("idnumber", {}, escapeXml(item.key)),
    ...parts,
    texts.given("correctfeedback", right),
    texts.given("partiallycorrectfeedback", partly),
    texts.given("incorrectfeedback", wrong),
    ...(item.hints ?? []).map((hint) => texts.block("hint", hint)),
    tags.length === 0 ? "" : xml("tags", {}, ...tags.map((tag) => xml("tag", {}, xml("text", {}, escapeXml(tag))))),
  );
}

/** Fields of ours that Moodle has, too. */
const SAID: Partial<Record<SourceItem["kind"], string[]>> = {
  "single-choice": ["shuffle"],
  "multiple-choice": ["shuffle"],
  "short-text": ["case"],
  ordering: ["credit"],
  "long-text": ["minWords", "maxWords"],
  "file-upload": ["maxFiles", "maxSize"],
};

function tagsOf(item: SourceItem): string[] {
  return writeOwnTags(item, ["points", ...(SAID[item.kind] ?? [])]);
}

function pointsOf(item: SourceItem): number | undefined {
  if (item.kind === "likert") return undefined;
  if (item.kind === "cloze") return Number(item.gaps.reduce((total, { points }) => total + points, 0).toFixed(9));
  return item.points;
}

interface Asked {
  type: string;
  parts: string[];
}

const flag = (name: string, value: boolean) => xml(name, {}, value ? "true" : "false");

function asked(item: SourceItem, texts: MoodleTexts): Asked {
  const answer = (text: string, share: number, feedback?: string, ...more: string[]) =>
    xml(
      "answer",
      { fraction: percentOf(share), format: "moodle_auto_format" },
      xml("text", {}, escapeXml(text)),
      texts.given("feedback", feedback),
      ...more,
    );
  switch (item.kind) {
    case "single-choice":
    case "multiple-choice": {
      const even = 1 / item.choices.filter(({ correct }) => correct).length;
      const isSingle = item.kind === "single-choice";
      const wrong = !isSingle && item.credit === "partial" ? -even : 0;
      const answers = item.choices.map(({ text, correct, share, feedback }) => {
        const fraction = isSingle && correct ? 1 : (share ?? (correct ? even : wrong));
        return texts.block("answer", text, { fraction: percentOf(fraction) }, texts.given("feedback", feedback));
      });
      return {
        type: "multichoice",
        parts: [flag("single", isSingle), flag("shuffleanswers", item.shuffle), ...answers],
      };
    }
    case "true-false": {
      const answers = [true, false].map((value) =>
        answer(String(value), item.answer === value ? 1 : 0, item.feedbackFor?.[`${value}`]),
      );
      return { type: "truefalse", parts: answers };
    }
    case "short-text": {
      const answers = item.answers.map(({ text, share, feedback }) => answer(textOfPattern(text), share, feedback));
      return { type: "shortanswer", parts: [xml("usecase", {}, item.case === "exact" ? "1" : "0"), ...answers] };
    }
    case "numeric": {
      const answers = item.answers.map((accepted) => {
        const { value, tolerance } = middleOf(accepted);
        return answer(String(value), accepted.share, accepted.feedback, xml("tolerance", {}, String(tolerance)));
      });
      return { type: "numerical", parts: [...answers, ...unitsOf(item)] };
    }
    case "cloze":
      return { type: "cloze", parts: [] };
    case "matching": {
      const used = new Set(item.pairs.map(({ answer }) => answer));
      const spare = item.answers.filter(({ key }) => !used.has(key)).map(({ text }) => texts.pair("", text));
      const pairs = item.pairs.map((pair) => texts.pair(pair.text, item.answers.find(({ key }) => key === pair.answer)!.text));
      return { type: "matching", parts: [flag("shuffleanswers", true), ...pairs, ...spare] };
    }
    case "ordering": {
      const entries = item.entries.map(({ text }, index) => texts.block("answer", text, { fraction: `${index + 1}.0000000` }));
      const [grading] = Object.entries(ORDER_CREDIT).find(([, credit]) => credit === item.credit)!;
      return { type: "ordering", parts: [xml("gradingtype", {}, grading), ...entries] };
    }
    case "long-text": {
      const words = [item.minWords, item.maxWords].map((count, index) => {
        return count === undefined ? "" : xml(index === 0 ? "minwordlimit" : "maxwordlimit", {}, String(count));
      });
      return { type: "essay", parts: [xml("responseformat", {}, "editor"), ...words] };
    }
    case "file-upload": {
      const files = [xml("attachments", {}, String(item.maxFiles)), xml("maxbytes", {}, String(Math.round(item.maxSize * 1e6)))];
      return { type: "essay", parts: [xml("responseformat", {}, "noinline"), ...files] };
    }
    case "likert":
      throw new Unsupported("A rating has no right answer.");
  }
}

function unitsOf({ unit }: Extract<SourceItem, { kind: "numeric" }>): string[] {
  if (!unit) return [];
  const units = unit.accepted.map(({ text, factor }) => {
    const multiplier = xml("multiplier", {}, String(Number((1 / factor).toPrecision(12))));
    return xml("unit", {}, multiplier, xml("unit_name", {}, escapeXml(text)));
  });
  const grading = unit.required ? [xml("unitgradingtype", {}, "1"), xml("unitpenalty", {}, String(unit.penalty))] : [];
  return [...grading, xml("showunits", {}, "0"), xml("units", {}, ...units)];
}
