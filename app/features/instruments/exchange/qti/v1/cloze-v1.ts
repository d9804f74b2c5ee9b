import type { ElementContent } from "hast";
import { type BuiltGap, choiceGap, clozeFields, gapMark } from "../assemble/cloze-item.ts";
import { placeFeedback, type Trial } from "../assemble/feedback.ts";
import type { BuiltPart } from "../assemble/finish.ts";
import { settle } from "../assemble/marking.ts";
import { escapeStars } from "../marking/literals.ts";
import { childOf, lineOf, type XmlElement } from "../package/xml-tree.ts";
import { element, text } from "../text/clean-html.ts";
import { blockMarkdown } from "../text/to-markdown.ts";
import type { ItemV1, ResponseV1 } from "./item-v1.ts";
import { markNames } from "./material.ts";
import { isNumberV1, readNumberV1, readTextV1 } from "./written-v1.ts";

type Fields = Record<string, unknown>;

/**
 * A text with gaps: fields within its sentences, or names in brackets, as Canvas has them. Undefined where the responses
 * are neither.
 */
export function readClozeV1(read: ItemV1, presentation: XmlElement): BuiltPart | undefined {
  const { responses, material, desk, type } = read;
  const names = new Map(responses.map(({ id, element: response }) => [nameOf(id, response), id]));
  for (const { id } of responses) names.set(id.replace(/^response_/, ""), id);
  let within = 0;
  const inline = (response: XmlElement): ElementContent[] => {
    if (response.name === "response_lid") return [];
    within += 1;
    return [text(gapMark(response.attributes.ident ?? ""))];
  };
  const content = material.clean([presentation], inline);
  const named = within > 0 ? new Set<string>() : markNames(content, names);
  const isCloze = within === responses.length || named.size > 0 || /fill_in_multiple_blanks|multiple_dropdowns/.test(type);
  if (!isCloze) return undefined;
  const lost = within > 0 ? [] : responses.filter(({ id }) => !named.has(id));
  if (lost.length > 0) {
    desk.changed("Gaps whose place in the text could not be found stand at its end.");
    content.push(...lost.map(({ id, element: response }) => element("p", text(`${nameOf(id, response)}: `), text(gapMark(id)))));
  }
  const gaps = responses.map((response): BuiltGap => ({ id: response.id, fields: gapFields(read, response) }));
  return { prompt: "", fields: { ...renamed(blockMarkdown(content), gaps, read), ...itemFeedback(read, gaps) } };
}

/** Gaps under the names that the author gave them. */
function renamed(markdown: string, gaps: BuiltGap[], { desk }: ItemV1): Fields {
  const marked = gaps.reduce((all, { id }) => all.replace(gapMark(id), gapMark(shortName(id))), markdown);
  return clozeFields(
    marked,
    gaps.map(({ id, fields }) => ({ id: shortName(id), fields })),
    desk,
  );
}

function shortName(id: string): string {
  return id.replace(/^response_/, "") || id;
}

function nameOf(id: string, response: XmlElement): string {
  return lineOf(childOf(response, "material")) || id.replace(/^response_/, "");
}

function gapFields(read: ItemV1, response: ResponseV1): Fields {
  if (response.element.name !== "response_lid") {
    const {
      feedback: _general,
      feedbackWhen: _when,
      ...fields
    }: Fields = isNumberV1(read, response)
      ? { kind: "numeric", ...readNumberV1(read, response, []) }
      : { kind: "short-text", ...readTextV1(read, response, []) };
    return fields;
  }
  return isTyped(read, response) ? typedGap(read, response) : listGap(read, response);
}

/** True where the labels of a gap are the answers that are accepted, not those to choose from. */
function isTyped({ type }: ItemV1, { labels }: ResponseV1): boolean {
  const kinds = labels.map(({ attributes }) => attributes.answer_type);
  if (kinds.some((kind) => kind === "dropdown" || kind === "wordbank")) return false;
  if (kinds.includes("openEntry") || /fill_in_multiple_blanks/.test(type)) return true;
  if (/multiple_dropdowns/.test(type)) return false;
  const words = new Set(labels.map((label) => lineOf(label).toLowerCase()));
  return words.size === 1;
}

function typedGap(read: ItemV1, { id, labels }: ResponseV1): Fields {
  const { desk, feedback } = read;
  const settled = settle(
    read.markingFor(id),
    labels.map(({ attributes }) => [attributes.ident ?? ""]),
    desk,
  );
  const answers = labels.flatMap((label) => {
    const line = lineOf(label);
    const { ident = "", scoring_algorithm: rule = "" } = label.attributes;
    if (line === "") return [];
    if (rule === "TextRegex") {
      desk.unsupported(`A regular expression that answers were compared with is a plain text here: ${line}`);
    } else if (rule === "TextCloseEnough")
      desk.changed("Answers with a slip of the pen were right; here they have to be written right.");
    const said = feedback.find(({ name }) => name === `${ident}_fb`);
    const written = rule === "TextContainsAnswer" ? `*${escapeStars(line)}*` : escapeStars(line);
    return [{ text: written, ...(said && { feedback: said.markdown }) }];
  });
  const folded = answers.map((answer) => answer.text.toUpperCase().replace(/\s+/g, " "));
  const unique = answers.filter((_, index) => folded.indexOf(folded[index]!) === index);
  return { kind: "short-text", points: settled.points, answers: unique };
}

function listGap(read: ItemV1, { id, labels }: ResponseV1): Fields {
  const choices = labels.map((label) => ({ id: label.attributes.ident ?? "", text: read.material.line([label]) }));
  const names = new Set(choices.map((choice) => `${choice.id}_fb`));
  const feedback = read.feedback.filter(({ name }) => names.has(name));
  return choiceGap({ choices, response: (label) => [label], shuffle: false, feedback, markings: read.markingFor(id) }, read.desk);
}

/** Feedback to the text as a whole. */
function itemFeedback(read: ItemV1, gaps: BuiltGap[]): Fields {
  const { responses, conditions, desk } = read;
  const own = new Set(responses.flatMap(({ labels }) => labels.map(({ attributes }) => `${attributes.ident}_fb`)));
  const feedback = read.feedback.filter(({ name }) => !own.has(name));
  if (feedback.length === 0) return {};
  const points = gaps.map(({ fields }) => Number(fields.points ?? 1));
  const total = points.reduce((all, one) => all + one, 0);
  const trial = (rights: number[]): Trial => {
    const given = responses.map(({ id, element: response }, index) => {
      const values = rights.includes(index) ? conditions.rightValues(id).slice(0, 1) : ["qzxjv wkpq"];
      return [id, response.name === "response_lid" ? values : (values[0] ?? null)] as const;
    });
    const share = total === 0 ? 0 : rights.reduce((all, index) => all + points[index]!, 0) / total;
    return { slots: [], share, shown: conditions.mark(Object.fromEntries(given)).shown };
  };
  const all = responses.map((_, index) => index);
  const trials = [trial(all), trial([]), ...(all.length > 1 ? all.map((index) => trial([index])) : [])];
  return placeFeedback(feedback, trials, [], desk).fields;
}
