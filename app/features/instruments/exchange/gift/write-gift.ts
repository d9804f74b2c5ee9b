import type { SourceItem } from "../../items/registry.ts";
import { writeNumber } from "../assemble/number-item.ts";
import { NO_BANK } from "../assemble/settle-question.ts";
import { percentOf } from "../assemble/shares.ts";
import { textOfPattern } from "../assemble/text-item.ts";
import { writeOwnTags } from "../own-tags.ts";
import { Unsupported } from "../stop.ts";
import { plainAsHtml } from "../text/simple-html.ts";
import type { Pen, QuestionWriter, WrittenItem } from "../write-questions.ts";
import { OWN_COMMENT } from "./gift-blocks.ts";
import { readGift } from "./read-gift.ts";

/** GIFT as Moodle reads it, in Markdown; settings that GIFT has not are tags in a comment. */
export const giftWriter: QuestionWriter = { title: "GIFT", write, file, tags, read: readGift, takesOwnData: true };

function tags(item: SourceItem): string[] {
  return writeOwnTags(item, []);
}

function file(items: WrittenItem[]): string {
  let bank: string | undefined;
  const blocks = items.map(({ item, text, own }) => {
    const category = item.bank === bank ? [] : [`$CATEGORY: ${item.bank ?? NO_BANK}\n`];
    bank = item.bank;
    const written = tags(item).map((tag) => ` [tag:${tag}]`);
    return [...category, `// [id:${item.key}]${written.join("")}`, ...(own === undefined ? [] : [OWN_COMMENT + own]), text].join(
      "\n",
    );
  });
  return `${blocks.join("\n\n")}\n`;
}

function write(item: SourceItem, pen: Pen): string {
  if (/media:/.test(JSON.stringify(item)))
    pen.notes.unsupported("Pictures are not part of a GIFT file; their places in the text stay.");
  const answers = answersOf(item);
  const general = "feedback" in item && item.feedback ? `####${marked(item.feedback)}` : "";
  const isShort = answers === "" || item.kind === "true-false";
  const body = isShort ? `${answers}${general}` : `\n${answers}${general && `\n${general}`}\n`;
  return `::${item.key}::[markdown]${escaped(item.prompt)}{${body}}`;
}

function answersOf(item: SourceItem): string {
  switch (item.kind) {
    case "single-choice":
      return item.choices
        .map(
          ({ text, correct, share, feedback }) =>
            `${correct ? "=" : "~"}${weight(correct ? undefined : share)}${marked(text)}${said(feedback)}`,
        )
        .join("\n");
    case "multiple-choice": {
      const even = 1 / item.choices.filter(({ correct }) => correct).length;
      const wrong = item.credit === "partial" ? -even : undefined;
      return item.choices
        .map(({ text, correct, share, feedback }) => {
          return `~${weight(share ?? (correct ? even : wrong))}${marked(text)}${said(feedback)}`;
        })
        .join("\n");
    }
    case "true-false": {
      const [right, wrong] = [item.feedbackFor?.[`${item.answer}`], item.feedbackFor?.[`${!item.answer}`]];
      return `${item.answer ? "TRUE" : "FALSE"}${wrong || right ? `#${wrong ? marked(wrong) : ""}` : ""}${said(right)}`;
    }
    case "numeric": {
      const accepted = item.answers.map((answer) => `=${weight(answer.share, 1)}${writeNumber(answer)}${said(answer.feedback)}`);
      const wrong = item.feedbackWhen?.wrong;
      return [`#${accepted.join("\n")}`, ...(wrong ? [`~${said(wrong)}`] : [])].join("\n");
    }
    case "short-text":
      return item.answers
        .map(({ text, share, feedback }) => `=${weight(share, 1, text)}${accepted(text)}${said(feedback)}`)
        .join("\n");
    case "matching": {
      const used = new Set(item.pairs.map(({ answer }) => answer));
      const spare = item.answers.filter(({ key }) => !used.has(key)).map(({ text }) => `= -> ${asListed(text)}`);
      const pairs = item.pairs.map((pair) => {
        return `=${marked(pair.text)} -> ${asListed(item.answers.find(({ key }) => key === pair.answer)!.text)}`;
      });
      return [...pairs, ...spare].join("\n");
    }
    case "long-text":
      return "";
    case "cloze":
      throw new Unsupported("GIFT has no texts with gaps.");
    case "ordering":
      throw new Unsupported("GIFT has no orders.");
    case "file-upload":
      throw new Unsupported("GIFT has no questions that files answer.");
    case "likert":
      throw new Unsupported("A rating has no right answer.");
  }
}

/** `%50%`, where it is not what stands there anyway. A text that begins with a sign of percent needs one always. */
function weight(share: number | undefined, usual = 0, text = ""): string {
  return (share ?? usual) === usual && !text.startsWith("%") ? "" : `%${percentOf(share ?? usual)}%`;
}

function said(feedback: string | undefined): string {
  return feedback ? `#${marked(feedback)}` : "";
}

/** Markdown. A text that begins like a format says its own. */
function marked(markdown: string): string {
  return `${/^\s*(?:\[(?:html|moodle|plain|markdown)\]|%)/.test(markdown) ? "[markdown]" : ""}${escaped(markdown)}`;
}

function accepted(pattern: string): string {
  if (pattern.includes("->")) throw new Unsupported("GIFT would take the arrow (->) in an accepted answer for a pair.");
  return `${/^\[(?:html|moodle|plain|markdown)\]/.test(pattern) ? "[plain]" : ""}${escaped(textOfPattern(pattern))}`;
}

function asListed(text: string): string {
  return escaped(plainAsHtml(text));
}

function escaped(text: string): string {
  return text.replace(/[\\:#={}~]/g, "\\$&").replaceAll("\n", "\\n");
}
