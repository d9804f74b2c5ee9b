import type { ImportedQuestion } from "../../import-report.ts";
import { Unsupported } from "../../stop.ts";
import { choiceFields } from "../assemble/choice-item.ts";
import { gapMark } from "../assemble/cloze-item.ts";
import { type BuiltPart, finishQuestion } from "../assemble/finish.ts";
import type { Keys } from "../assemble/keys.ts";
import { pointsField } from "../assemble/marking.ts";
import { matchFields } from "../assemble/matching-item.ts";
import { orderFields } from "../assemble/ordering-item.ts";
import { childOf, descendantsOf, elementsOf, type XmlElement } from "../package/xml-tree.ts";
import { element, text } from "../text/clean-html.ts";
import { type Desk, quoted } from "../text/desk.ts";
import { blockMarkdown } from "../text/to-markdown.ts";
import { readClozeV1 } from "./cloze-v1.ts";
import { ItemV1, type ResponseV1, refuseTypes } from "./item-v1.ts";
import { isNumberV1, readNumberV1, readTextV1 } from "./written-v1.ts";

export interface ItemV1Ask {
  item: XmlElement;
  /** The points that its section gives each of its items. */
  points: number | undefined;
  /** Texts that stand before several questions, by identifier. */
  stimuli: Map<string, string>;
  /** Whether choices are shuffled, as Canvas says for a whole quiz. */
  shuffle: boolean;
  keys: Keys;
  desk: Desk;
}

/** The questions of one item of QTI 1.2. */
export function readItemV1(ask: ItemV1Ask): ImportedQuestion[] {
  const { item, keys, desk } = ask;
  const { ident = "", title = "" } = item.attributes;
  const source = ident || `line ${item.line}`;
  const question = { source, title: title.trim() || source, identifier: ident || title };
  return finishQuestion(question, keys, desk, () => readParts(ask));
}

function readParts({ item, points, stimuli, shuffle, desk }: ItemV1Ask): BuiltPart[] {
  const read = new ItemV1(item, points, desk);
  refuseTypes(read);
  const presentation = childOf(item, "presentation");
  if (!presentation) throw new Unsupported("it has no presentation");
  const before = stimulusOf(read, stimuli);
  const { responses, type } = read;
  if (responses.length === 0 || /text_only|file_upload/.test(type)) return readWithout(read, presentation);

  const built = readResponses(read, presentation, shuffle);
  return built.map(({ prompt, fields }, index) => ({
    prompt:
      [index === 0 ? before : "", prompt].filter(Boolean).join("\n\n") || (fields.kind === "cloze" ? "" : titleOf(item, desk)),
    fields: { ...fields, ...(index === 0 && read.hints.length > 0 && { hints: read.hints.slice(0, 10) }) },
  }));
}

function titleOf({ attributes }: XmlElement, desk: Desk): string {
  desk.changed("The question has no text of its own: its title stands in its place.");
  return attributes.title?.trim() || attributes.ident || "Question";
}

function stimulusOf(read: ItemV1, stimuli: Map<string, string>): string {
  const markdown = read.stimulus === undefined ? undefined : stimuli.get(read.stimulus);
  if (markdown) read.desk.changed("The text that stood before several questions stands before each of them.");
  return markdown ?? "";
}

/** A text alone, or an essay that was exported without a field. */
function readWithout(read: ItemV1, presentation: XmlElement): BuiltPart[] {
  const prompt = read.material.block([presentation]);
  if (/file_upload/.test(read.type)) return [{ prompt, fields: { ...longText(read), kind: "file-upload" } }];
  if (!/essay/.test(read.type)) throw new Unsupported(`it asks nothing, it is only a text: ${quoted(prompt)}`);
  return [{ prompt, fields: longText(read) }];
}

function readResponses(read: ItemV1, presentation: XmlElement, shuffle: boolean): BuiltPart[] {
  const { responses, type, material } = read;
  const [first] = responses;
  const prompt = () => material.block([presentation]);
  if (responses.length > 1 || /fill_in_multiple_blanks|multiple_dropdowns/.test(type)) {
    if (isMatching(read)) return [{ prompt: prompt(), fields: readMatching(read) }];
    const cloze = readClozeV1(read, presentation);
    if (cloze) return [cloze];
    return readEach(read, presentation, shuffle);
  }
  if (first!.element.name === "response_lid") return [{ prompt: prompt(), fields: readLid(read, first!, shuffle) }];
  if (/essay/.test(type) || isEssay(read, first!)) return [{ prompt: prompt(), fields: longText(read) }];
  // A field within a sentence is a gap.
  const content = material.clean([presentation], () => [text(gapMark("answer"))]);
  const [, after = ""] = blockMarkdown(content).split(gapMark("answer"));
  const cloze = after.trim() === "" ? undefined : readClozeV1(read, presentation);
  return cloze ? [cloze] : [{ prompt: prompt(), fields: readWritten(read, first!) }];
}

/** Several responses that are neither gaps nor pairs: a question each, with the text before it. */
function readEach(read: ItemV1, presentation: XmlElement, shuffle: boolean): BuiltPart[] {
  const content = read.material.clean([presentation], (response) => [
    element("p", text(gapMark(response.attributes.ident ?? ""))),
  ]);
  let rest = blockMarkdown(content);
  return read.responses.map((response) => {
    const [before = "", ...others] = rest.split(gapMark(response.id));
    rest = others.join(gapMark(response.id));
    const own = read.material.block(elementsOf(response.element).filter(({ name }) => name === "material"));
    const fields = response.element.name === "response_lid" ? readLid(read, response, shuffle) : readWritten(read, response);
    return { prompt: [before.trim(), own].filter(Boolean).join("\n\n"), fields };
  });
}

function readLid(read: ItemV1, response: ResponseV1, shuffle: boolean): Record<string, unknown> {
  const { desk, material, feedback } = read;
  const choices = response.labels.map(({ attributes, children }) => {
    const id = attributes.ident ?? "";
    const words = material.inline(children);
    if (words === "") desk.changed("An answer without words has its identifier in their place.");
    return { id, text: words || id };
  });
  const markings = read.markingFor(response.id);
  const correct = read.conditions.rightValues(response.id);
  if (response.cardinality === "ordered") return orderFields({ entries: choices, correct, feedback, markings }, desk);
  const render = childOf(response.element, "render_choice");
  const most = Number(render?.attributes.maxnumber ?? "0");
  return choiceFields(
    {
      choices,
      most: response.cardinality === "single" ? 1 : Number.isFinite(most) && most > 1 ? most : 0,
      shuffle: shuffle || render?.attributes.shuffle?.toLowerCase() === "yes",
      named: [correct],
      feedback,
      markings,
    },
    desk,
  );
}

function readWritten(read: ItemV1, response: ResponseV1): Record<string, unknown> {
  if (isNumberV1(read, response)) return { kind: "numeric", ...readNumberV1(read, response) };
  return { kind: "short-text", ...readTextV1(read, response) };
}

/** A field of several lines, or one that nothing is compared with. */
function isEssay(read: ItemV1, { element: response, id }: ResponseV1): boolean {
  const fib = descendantsOf(response, "render_fib")[0];
  const isBox = fib?.attributes.prompt?.toLowerCase() === "box" || Number(fib?.attributes.rows ?? "1") > 1;
  const compared = read.conditions.comparisons(id).length > 0;
  return !compared || (isBox && !read.conditions.isGiven);
}

function longText(read: ItemV1): Record<string, unknown> {
  const { desk, feedback, points } = read;
  if (points === undefined) desk.changed("The file does not say how many points it is worth: it is worth 1.");
  const general = feedback.filter(({ name }) => /general_fb|solution/i.test(name) || feedback.length === 1);
  const right = feedback.filter(({ name }) => name === "correct_fb");
  const wrong = feedback.filter(({ name }) => name === "general_incorrect_fb");
  for (const one of feedback.filter((other) => ![...general, ...right, ...wrong].includes(other)))
    desk.unsupported(`A feedback was left out: a person grades the text: ${quoted(one.markdown)}`);
  const when = { ...(right[0] && { right: right[0].markdown }), ...(wrong[0] && { wrong: wrong[0].markdown }) };
  return {
    kind: "long-text",
    points: pointsField(points ?? 1, desk),
    ...(general.length > 0 && { feedback: general.map(({ markdown }) => markdown).join("\n\n") }),
    ...(Object.keys(when).length > 0 && { feedbackWhen: when }),
  };
}

/** Lists that all have the same labels, each beside a text of its own. */
function isMatching({ responses, type }: ItemV1): boolean {
  if (/multiple_dropdowns|fill_in_multiple_blanks/.test(type)) return false;
  const [first, ...others] = responses;
  if (
    !first ||
    others.length === 0 ||
    responses.some(({ labels, element: lid }) => labels.length === 0 || !childOf(lid, "material"))
  )
    return false;
  const names = (one: ResponseV1) =>
    one.labels
      .map(({ attributes }) => attributes.ident)
      .sort()
      .join("\n");
  return /matching|categorization/.test(type) || others.every((one) => names(one) === names(first));
}

function readMatching(read: ItemV1): Record<string, unknown> {
  const { responses, material, desk } = read;
  const ends = (nodes: XmlElement[], id: string) => ({ id, text: material.inline(nodes), line: material.line(nodes) });
  const fields = responses.map(({ id, element: lid }) => ends(elementsOf(lid, "material"), id));
  const labels = new Map(responses.flatMap((one) => one.labels).map((label) => [label.attributes.ident ?? "", label]));
  const options = [...labels].map(([id, label]) => ends([label], id));
  const isFilled = ({ text: words, line }: { text: string; line: string }) => words !== "" || line !== "";
  const [left, right] = [fields.filter(isFilled), options.filter(isFilled)];
  if (left.length + right.length < fields.length + options.length) desk.changed("Empty entries of the matching were left out.");
  const correct = responses.flatMap(({ id }) =>
    read.conditions.rightValuesOfAll(id).map((label) => ({ left: id, right: label })),
  );
  return matchFields(
    {
      left,
      right,
      correct,
      response: (pairs) => pairs.map(({ left, right }) => `${left} ${right}`),
      feedback: read.feedback,
      markings: read.markingOfPairs(),
    },
    desk,
  );
}
