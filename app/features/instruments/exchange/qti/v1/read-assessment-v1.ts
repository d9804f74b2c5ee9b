import type { ImportedQuestion, ImportedSettings } from "../../import-report.ts";
import type { Keys } from "../assemble/keys.ts";
import { finite } from "../marking/declarations.ts";
import { childOf, descendantsOf, elementsOf, lineOf, type XmlElement } from "../package/xml-tree.ts";
import type { Desk } from "../text/desk.ts";
import { Material } from "./material.ts";
import { readItemV1 } from "./read-item-v1.ts";

/** What is read of one `questestinterop`. */
export interface AssessmentV1 {
  ident: string;
  title: string;
  isBank: boolean;
  settings: ImportedSettings;
  questions: ImportedQuestion[];
  /** Identifiers of questions of banks that these are copies of. */
  copies: Set<string>;
}

export interface AssessmentV1Ask {
  root: XmlElement;
  /** Keys of items. */
  keys: Keys;
  /** Keys of sections and banks. */
  groups: Keys;
  /** Whether choices are shuffled, as Canvas says beside the file. */
  shuffle: boolean;
  /** A desk for the file, and one for each question. */
  desk: Desk;
  deskFor(): Desk;
}

/** Reads assessments, banks and items of QTI 1.2, whatever holds them. */
export function readAssessmentV1(ask: AssessmentV1Ask): AssessmentV1 {
  const { root, desk, groups } = ask;
  const holder = childOf(root, "assessment") ?? childOf(root, "objectbank") ?? root;
  const { ident = "", title = "" } = holder.attributes;
  const fields = fieldsOf(holder);
  const result: AssessmentV1 = {
    ident,
    title: title.trim() || fields.get("bank_title") || "",
    isBank: holder.name === "objectbank",
    settings: settingsOf(holder, fields, desk),
    questions: [],
    copies: new Set(),
  };
  const stimuli = stimuliOf(root, ask);
  const sections: NonNullable<ImportedSettings["sections"]> = [];
  const draws: Record<string, number> = {};
  for (const node of elementsOf(root)) {
    if (node.name === "item") take(node, {}, undefined);
    else if (["assessment", "objectbank", "section"].includes(node.name)) visit(node, {}, 0);
  }
  if (sections.length > 0) result.settings.sections = sections;
  if (Object.keys(draws).length > 0) result.settings.draws = draws;
  return result;

  function visit(node: XmlElement, place: { section?: string; bank?: string }, depth: number): void {
    if (depth > 20) return;
    const own = node.name === "section" ? openSection(node, place) : place;
    const points = finite(lineOf(descendantsOf(childOf(node, "selection_ordering") ?? EMPTY, "points_per_item")[0]));
    for (const child of elementsOf(node)) {
      if (child.name === "item") take(child, own, points);
      else if (child.name === "section" || child.name === "objectbank") visit(child, own, depth + 1);
      else if (["itemref", "sectionref", "bankentry_item"].includes(child.name))
        desk.unsupported("Questions of a bank that is not in the file were left out.");
    }
  }

  function openSection(node: XmlElement, place: { section?: string; bank?: string }) {
    const { ident: name = "", title: words = "" } = node.attributes;
    const selection = childOf(node, "selection_ordering");
    const number = finite(lineOf(selection && descendantsOf(selection, "selection_number")[0]));
    if (selection && descendantsOf(selection, "sourcebank_ref").length > 0 && elementsOf(node, "item").length === 0)
      desk.unsupported(`The questions of ${words || name} lie in a bank that is not in the file.`);
    if (selection && descendantsOf(selection, "order").some(({ attributes }) => /random/i.test(attributes.order_type ?? "")))
      result.settings.shuffle = true;
    const own = { ...place };
    if (number !== undefined && number >= 1 && elementsOf(node, "item").length > 0) {
      own.bank = groups.take(name || words, "bank");
      draws[own.bank] = number;
      return own;
    }
    // The one section that Canvas and others put everything in is no heading.
    if (words.trim() !== "" && !/^(?:root_section|main)$/i.test(name) && elementsOf(node, "item").length > 0) {
      const intro = textsOf(node, desk);
      own.section = groups.take(name || words, "section");
      sections.push({ key: own.section, title: words.trim().slice(0, 200), ...(intro !== "" && { intro }) });
    }
    return own;
  }

  function take(item: XmlElement, place: { section?: string; bank?: string }, points: number | undefined): void {
    const copied = descendantsOf(item, "qtimetadatafield").find(
      (field) => lineOf(childOf(field, "fieldlabel")) === "assessment_question_identifierref",
    );
    if (copied) result.copies.add(lineOf(childOf(copied, "fieldentry")));
    const own = ask.deskFor();
    for (const question of readItemV1({ item, points, stimuli, shuffle: ask.shuffle, keys: ask.keys, desk: own }))
      result.questions.push(question.item ? { ...question, item: { ...question.item, ...place } } : question);
  }
}

const EMPTY: XmlElement = { name: "", attributes: {}, children: [], line: 0 };

function fieldsOf(holder: XmlElement): Map<string, string> {
  const metadata = elementsOf(holder, "qtimetadata").flatMap((one) => descendantsOf(one, "qtimetadatafield"));
  return new Map(
    metadata.map((field) => [lineOf(childOf(field, "fieldlabel")).toLowerCase(), lineOf(childOf(field, "fieldentry"))]),
  );
}

function settingsOf(holder: XmlElement, fields: Map<string, string>, desk: Desk): ImportedSettings {
  const intro = textsOf(holder, desk);
  const attempts = finite(fields.get("cc_maxattempts"));
  const minutes = finite(fields.get("qmd_timelimit")) ?? minutesOf(lineOf(childOf(holder, "duration")));
  return {
    ...(intro !== "" && { intro }),
    ...(minutes !== undefined && minutes > 0 && { minutes: Math.min(1_440, minutes) }),
    ...(attempts !== undefined && attempts >= 1 && { attempts: Math.min(1_000, Math.floor(attempts)) }),
  };
}

/** Minutes of a duration such as `P0Y0M0DT1H30M0S`. */
function minutesOf(duration: string): number | undefined {
  const [, hours = "0", minutes = "0", seconds = "0"] = /T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?$/.exec(duration) ?? [];
  return Number(hours) * 60 + Number(minutes) + Number(seconds) / 60 || undefined;
}

/** What stands before the questions of an assessment or a section. */
function textsOf(node: XmlElement, desk: Desk): string {
  const material = new Material(desk);
  return elementsOf(node)
    .filter(({ name }) => name === "presentation_material" || name === "rubric" || name === "objectives")
    .map((part) => desk.text(() => material.block([part])))
    .filter(Boolean)
    .join("\n\n");
}

/** Texts that stand before several questions, in the file as items that ask nothing. */
function stimuliOf(root: XmlElement, { deskFor }: AssessmentV1Ask): Map<string, string> {
  const items = descendantsOf(root, "item");
  const named = new Set(
    descendantsOf(root, "qtimetadatafield")
      .filter((field) => lineOf(childOf(field, "fieldlabel")) === "parent_stimulus_item_ident")
      .map((field) => lineOf(childOf(field, "fieldentry"))),
  );
  return new Map(
    items.flatMap((item) => {
      const { ident = "" } = item.attributes;
      const presentation = childOf(item, "presentation");
      return named.has(ident) && presentation ? [[ident, textBefore(presentation, deskFor())] as const] : [];
    }),
  );
}

function textBefore(presentation: XmlElement, desk: Desk): string {
  return desk.text(() => new Material(desk).block([presentation]));
}
