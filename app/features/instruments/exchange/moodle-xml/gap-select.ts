import type { Data } from "../assemble/choice-item.ts";
import { choiceGapOf, clozeOf, gapMark } from "../assemble/cloze-item.ts";
import { Unsupported } from "../stop.ts";
import type { MoodleQuestion } from "./moodle-question.ts";
import { textIn } from "./xml-questions.ts";

/** A text with `[[1]]` for its gaps, each of which takes one of the options of a group: gapselect and ddwtos. */
export function readGapSelect(question: MoodleQuestion): Data {
  const { notes, element } = question;
  const isDragged = element.attributes.type === "ddwtos";
  if (isDragged) notes.changed("What was dragged into the text is chosen from lists in it.");
  const options = [...question.all("selectoption"), ...question.all("dragbox")].map((option) => ({
    text: question.plain(option),
    group: textIn(option, "group") || "1",
  }));
  const { text } = question.raw("questiontext");
  const gaps: Data[] = [];
  const marked = text.replace(/\[\[\s?(\d{1,3})\s?\]\]/g, (_, number: string) => {
    const right = options[Number(number) - 1];
    if (!right) throw new Unsupported(`The text has a gap [[${number}]] with no option.`);
    const choices = options.filter(({ group }) => group === right.group);
    gaps.push({
      ...choiceGapOf(
        choices.map((choice) => ({ text: choice.text, share: choice === right ? 1 : 0, feedback: "" })),
        notes,
      ),
      ...(question.isTrue("shuffleanswers") && { shuffle: true }),
    });
    return gapMark(gaps.length - 1);
  });
  const points = question.number("defaultgrade") ?? 1;
  return clozeOf({ text: question.blockOf("questiontext", marked), gaps, weights: gaps.map(() => 1), points }, notes);
}
