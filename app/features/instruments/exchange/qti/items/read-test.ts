import type { Keys } from "../assemble/keys.ts";
import { MAX_FOLLOWED } from "../limits.ts";
import { childOf, descendantsOf, elementsOf, type XmlElement } from "../package/xml-tree.ts";
import type { Placement } from "../settings.ts";
import type { Desk } from "../text/desk.ts";
import { ItemText } from "./item-text.ts";

/** A test of QTI 2 or 3 in the fields of an instrument; what has no field there is told at the desk. */
export interface TestOutline {
  title: string;
  intro?: string;
  minutes?: number;
  shuffle: boolean;
  sections: { key: string; title: string; intro?: string }[];
  /** Bank -> how many are drawn of it. */
  draws: Record<string, number>;
  refs: { href: string; placement: Placement }[];
}

interface Place {
  section?: string;
  bank?: string;
}

/** `follow` gives the section that another file holds. Keys are taken from `keys`, so that several tests have their own. */
export async function readTest(
  test: XmlElement,
  keys: Keys,
  desk: Desk,
  follow: (href: string) => Promise<XmlElement | undefined>,
): Promise<TestOutline> {
  const outline: TestOutline = { title: test.attributes.title?.trim() ?? "", shuffle: false, sections: [], draws: {}, refs: [] };
  const orders: boolean[] = [];
  let followed = 0;
  noteRules(test, desk);
  const parts = elementsOf(test, "testPart");
  if (parts.length > 1) desk.changed(`The test has ${parts.length} parts; their sections follow one another.`);
  readTime(test, parts, outline, desk);
  for (const part of parts) {
    if (part.attributes.navigationMode === "linear")
      desk.changed("The order in which questions had to be answered is free here.");
    for (const section of elementsOf(part)) await readSection(section, {}, 1);
  }
  // A section with items that are not shuffled, beside others that are, is not said by our one setting for all.
  outline.shuffle = orders.length > 0 && orders.every(Boolean);
  if (orders.some(Boolean) && !outline.shuffle) desk.changed("Some sections were shuffled and others not; here none is.");
  return outline;

  async function readSection(node: XmlElement, place: Place, depth: number): Promise<void> {
    if (node.name === "assessmentSectionRef") {
      followed += 1;
      const found = depth > 20 || followed > MAX_FOLLOWED ? undefined : await follow(node.attributes.href ?? "");
      if (found) await readSection(found, place, depth + 1);
      else desk.unsupported(`A section in another file (${node.attributes.href}) could not be read.`);
      return;
    }
    if (node.name !== "assessmentSection" || depth > 20) return;
    const inner = openSection(node, place, depth);
    const refs = elementsOf(node).filter(({ name }) => name === "assessmentItemRef" || name.startsWith("assessmentSection"));
    for (const child of refs) {
      if (child.name === "assessmentItemRef") readRef(child, inner);
      else await readSection(child, inner, depth + 1);
    }
  }

  function openSection(node: XmlElement, place: Place, depth: number): Place {
    const { identifier = "", title = "", visible } = node.attributes;
    const text = new ItemText(desk);
    const intro = elementsOf(node, "rubricBlock")
      .map((rubric) => desk.text(() => text.block([rubric])))
      .filter(Boolean)
      .join("\n\n");
    const holdsItems = holdsOwnItems(node);
    const hasRefs = elementsOf(node, "assessmentItemRef").length > 0;
    const isShown = visible !== "false" && title.trim() !== "" && holdsItems;
    const own: Place = { ...place };
    if (isShown) {
      const key = keys.take(identifier || title, "section");
      if (place.section !== undefined) desk.changed("Sections within sections stand side by side.");
      outline.sections.push({ key, title: title.trim().slice(0, 200), ...(intro !== "" && { intro }) });
      own.section = key;
    } else if (intro !== "") {
      if (depth === 1 && !hasRefs) outline.intro = [outline.intro, intro].filter(Boolean).join("\n\n");
      else desk.unsupported(`The text of the section ${title || identifier} was left out: it has no heading here.`);
    }
    if (hasRefs) orders.push(childOf(node, "ordering")?.attributes.shuffle === "true");
    const selection = childOf(node, "selection");
    if (selection) own.bank = takeSelection(selection, node, own, desk) ?? own.bank;
    if (childOf(node, "timeLimits")) desk.unsupported("Time limits of single sections were left out.");
    return own;
  }

  function takeSelection(selection: XmlElement, node: XmlElement, place: Place, at: Desk): string | undefined {
    const { identifier = "", title = "" } = node.attributes;
    const name = title || identifier;
    const count = Number(selection.attributes.select);
    const nested = elementsOf(node).some(({ name: child }) => child === "assessmentSection" || child === "assessmentSectionRef");
    if (nested || place.bank !== undefined) {
      at.unsupported(`Of ${name}, ${count} parts were drawn; here all are shown, since whole sections cannot be drawn.`);
      return undefined;
    }
    if (selection.attributes.withReplacement === "true") at.changed("No question is drawn twice in one attempt.");
    if (!(count >= 1)) return undefined;
    const key = keys.take(identifier || title, "bank");
    outline.draws[key] = count;
    return key;
  }

  function readRef(ref: XmlElement, place: Place): void {
    const { href = "", category, fixed, required } = ref.attributes;
    const weights = elementsOf(ref, "weight").map(({ attributes }) => Number(attributes.value));
    if (weights.length > 1) desk.changed("Of several weights of a question, the first counts.");
    if (category) desk.changed("Categories of questions are not kept.");
    if (fixed === "true") desk.changed("Questions that kept their place while others were shuffled are shuffled too.");
    if (required === "true" && place.bank !== undefined)
      desk.changed("Questions that had to be among those drawn are drawn like the others.");
    if (childOf(ref, "timeLimits")) desk.unsupported("Time limits of single questions were left out.");
    const [weight = 1] = weights;
    outline.refs.push({ href, placement: { ...place, weight: Number.isFinite(weight) && weight >= 0 ? weight : 1 } });
  }
}

/** True where items stand in a section without another heading between. */
function holdsOwnItems(node: XmlElement): boolean {
  const isPlain = ({ attributes }: XmlElement) => attributes.visible === "false" || !attributes.title?.trim();
  return elementsOf(node).some(
    (child) =>
      child.name === "assessmentItemRef" || (child.name === "assessmentSection" && isPlain(child) && holdsOwnItems(child)),
  );
}

function readTime(test: XmlElement, parts: XmlElement[], outline: TestOutline, desk: Desk): void {
  const limits = [childOf(test, "timeLimits"), ...parts.map((part) => childOf(part, "timeLimits"))].filter(
    (one) => one !== undefined,
  );
  const [first] = limits;
  const seconds = Number(first?.attributes.maxTime ?? Number.NaN);
  if (first?.attributes.minTime) desk.unsupported("The least time that had to be spent was left out.");
  if (seconds > 0 && (parts.length <= 1 || first === childOf(test, "timeLimits"))) {
    outline.minutes = Math.min(1_440, seconds / 60);
    if (first?.attributes.allowLateSubmission === "true") desk.changed("Handing in late is not possible here.");
  }
  if (limits.length > 1) desk.unsupported("Time limits of single parts of the test were left out.");
}

const CONTROLS: Record<string, string> = {
  maxAttempts: "how often a question may be tried",
  showFeedback: "whether feedback is shown",
  allowReview: "whether answers may be looked at again",
  showSolution: "whether solutions are shown",
  allowComment: "whether comments may be written",
  allowSkipping: "whether questions may be left out",
  validateResponses: "whether answers are checked for being complete",
};

/** What a test says that instruments say for all tests alike, or cannot. */
function noteRules(test: XmlElement, desk: Desk): void {
  const controls = new Set(descendantsOf(test, "itemSessionControl").flatMap(({ attributes }) => Object.keys(attributes)));
  const told = [...controls].flatMap((name) => (Object.hasOwn(CONTROLS, name) ? [CONTROLS[name]!] : []));
  if (told.length > 0) desk.unsupported(`Settings for single questions were left out: ${told.join(", ")}.`);
  if (descendantsOf(test, "preCondition", "branchRule").length > 0)
    desk.unsupported(
      "Rules that skip questions by what was answered before (preCondition, branchRule) were left out: all are shown.",
    );
  if (childOf(test, "testFeedback")) desk.unsupported("Feedback to the whole test was left out.");
  const outcomes = childOf(test, "outcomeProcessing");
  if (outcomes && descendantsOf(outcomes).some(({ name }) => !["setOutcomeValue", "sum", "testVariables"].includes(name)))
    desk.changed("The result is the sum of all points; the rule of the file for it (outcomeProcessing) was left out.");
  if (descendantsOf(test, "templateDefault").length > 0) desk.unsupported("Values for templates were left out.");
  if (descendantsOf(test, "adaptiveSelection").length > 0)
    desk.unsupported("The adaptive choice of questions was left out: all are shown.");
}
