import { posix } from "node:path";
import type { ImportedQuestion, ImportNote } from "../import-report.ts";
import { Refused, Unreadable, Unsupported } from "../stop.ts";
import { Keys } from "./assemble/keys.ts";
import { OwnItems } from "./items/own-item.ts";
import { readItem } from "./items/read-item.ts";
import { readTest, type TestOutline } from "./items/read-test.ts";
import { type Assessment, joinAssessments } from "./join-assessments.ts";
import { MAX_QUESTIONS } from "./limits.ts";
import { templateName } from "./marking/response-processing.ts";
import { StepBudget } from "./marking/step-budget.ts";
import type { QtiPackage } from "./package/open-package.ts";
import { elementsOf, type XmlElement, type XmlFile } from "./package/xml-tree.ts";
import type { ImportedQti, Placement } from "./settings.ts";
import { Desk } from "./text/desk.ts";
import { MediaShelf } from "./text/media-shelf.ts";
import { type CanvasMeta, readCanvasMeta } from "./v1/canvas-meta.ts";
import { readAssessmentV1 } from "./v1/read-assessment-v1.ts";

/** Reads all questions of a package. @throws Refused where there are none, or too many. */
export async function readPackage(opened: QtiPackage): Promise<ImportedQti> {
  const reader = new PackageReader(opened);
  await reader.read();
  return reader.result();
}

class PackageReader {
  readonly #package: QtiPackage;
  readonly #shelf: MediaShelf;
  readonly #keys = new Keys(2);
  readonly #groups = new Keys(2);
  readonly #notes: ImportNote[] = [];
  readonly #assessments: Assessment[] = [];
  /** Questions that no test names. */
  readonly #loose: ImportedQuestion[] = [];
  readonly #done = new Set<string>();
  readonly #budget = new StepBudget();
  #own: OwnItems | undefined;
  #count = 0;

  constructor(opened: QtiPackage) {
    this.#package = opened;
    this.#shelf = new MediaShelf(opened.files);
  }

  async read(): Promise<void> {
    this.#own = await OwnItems.of(this.#package);
    const byRoot = await this.#sort();
    const at = (name: string) => byRoot.get(name) ?? [];
    for (const path of at("assessmentTest")) await this.#tried(path, () => this.#readTest(path));
    const before = this.#count;
    for (const path of at("assessmentItem")) {
      if (!this.#done.has(path)) this.#loose.push(...(await this.#readItem(path, { weight: 1 })));
    }
    if (this.#assessments.length > 0 && this.#count > before)
      this.#note("changed", "Questions that no test of the package names stand at the end.");
    const metas: CanvasMeta[] = [];
    for (const path of at("quiz")) {
      const file = await this.#open(path);
      if (file) metas.push(this.#atDesk(path, (desk) => readCanvasMeta(file.root, desk)));
    }
    for (const path of withoutReduced(at("questestinterop"))) await this.#tried(path, () => this.#readV1(path, metas));
    if (this.#package.isZip && !this.#package.manifest)
      this.#note("changed", "The package has no list of its files (imsmanifest.xml): all its texts were looked at.");
    if (this.#package.manifest?.hasMetadata)
      this.#note("changed", "Metadata of the questions (authors, keywords, standards) are not kept.");
  }

  async result(): Promise<ImportedQti> {
    const { questions, settings, notes } = joinAssessments(this.#assessments, this.#loose, this.#groups);
    if (questions.length === 0) {
      const why = this.#notes.filter(({ level }) => level === "unsupported").map(({ message }) => ` ${message}`);
      throw new Refused(`There are no questions of QTI in this file.${why.slice(0, 3).join("")}`);
    }
    const { media, notes: ofMedia } = await this.#shelf.load();
    this.#noteUnused();
    return { questions, media, settings, notes: unique([...this.#notes, ...notes, ...ofMedia]) };
  }

  /** The texts of the package by the name of their first element. */
  async #sort(): Promise<Map<string, string[]>> {
    const byRoot = new Map<string, string[]>();
    for (const path of this.#package.texts) {
      try {
        const name = await this.#package.rootOf(path);
        byRoot.set(name, [...(byRoot.get(name) ?? []), path]);
      } catch (error) {
        this.#tellUnreadable(path, error);
      }
    }
    return byRoot;
  }

  /** What concerns a whole text and cannot be taken is told, as it is for single questions. */
  async #tried(path: string, read: () => Promise<void>): Promise<void> {
    try {
      await read();
    } catch (error) {
      if (!(error instanceof Unsupported)) throw error;
      this.#note("unsupported", `The file ${path} could not be taken: ${error.message}.`);
    }
  }

  async #readTest(path: string): Promise<void> {
    const file = await this.#open(path);
    if (!file) return;
    const desk = new Desk(this.#shelf, path, this.#budget);
    const follow = async (href: string) => (await this.#open(resolve(path, href)))?.root;
    const outline: TestOutline = await readTest(file.root, this.#groups, desk, follow);
    const questions: ImportedQuestion[] = [];
    for (const { href, placement } of outline.refs) {
      const item = resolve(path, href);
      if (this.#done.has(item)) desk.changed(`The question ${item} stands in several places; it was taken once.`);
      else questions.push(...(await this.#readItem(item, placement)));
    }
    this.#notes.push(...desk.notes);
    const { title, intro, minutes, shuffle, sections, draws } = outline;
    this.#assessments.push({
      title,
      questions,
      settings: {
        ...(title !== "" && { title: title.slice(0, 200) }),
        ...(intro !== undefined && { intro }),
        ...(minutes !== undefined && { minutes }),
        ...(shuffle && { shuffle: true as const }),
        ...(sections.length > 0 && { sections }),
        ...(Object.keys(draws).length > 0 && { draws }),
      },
    });
  }

  async #readItem(path: string, placement: Placement): Promise<ImportedQuestion[]> {
    this.#done.add(path);
    const desk = new Desk(this.#shelf, path, this.#budget);
    let file: XmlFile;
    const stimuli: XmlElement[] = [];
    try {
      file = await this.#package.read(path);
      this.#noteFile(file);
      const refs = elementsOf(file.root, "assessmentStimulusRef");
      if (refs.length > 10) throw new Unreadable("it has more than 10 texts before the question.");
      for (const ref of refs) {
        const stimulus = await this.#open(resolve(path, ref.attributes.href ?? ""));
        if (stimulus) stimuli.push(...elementsOf(stimulus.root, "stimulusBody"));
        else desk.unsupported(`The text before the question (${ref.attributes.href}) could not be read.`);
      }
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      return this.#counted([
        {
          source: path,
          title: path,
          item: null,
          notes: [{ level: "unsupported", message: `This question could not be taken: ${error.message}` }],
        },
      ]);
    }
    if (file.root.name !== "assessmentItem") {
      const message = `This question could not be taken: ${path} is no question (${file.root.name}).`;
      return this.#counted([{ source: path, title: path, item: null, notes: [{ level: "unsupported", message }] }]);
    }
    const { weight, section, bank } = placement;
    const place = { ...(section !== undefined && { section }), ...(bank !== undefined && { bank }) };
    const template = await this.#templateOf(file.root, path);
    const read = readItem({ item: file.root, source: path, stimuli, template, weight, own: this.#own, keys: this.#keys, desk });
    return this.#counted(
      read.map((question) => (question.item ? { ...question, item: { ...question.item, ...place } } : question)),
    );
  }

  /** The rules of a template that lies in the package; the standard ones are known without it. */
  async #templateOf(item: XmlElement, path: string): Promise<XmlElement | undefined> {
    const processing = elementsOf(item, "responseProcessing")[0];
    const name = processing && elementsOf(processing).length === 0 ? templateName(processing.attributes) : "";
    if (name === "" || /^(?:match_correct|map_response)$/.test(name)) return undefined;
    const near = [resolve(path, processing!.attributes.templateLocation ?? ""), ...this.#package.texts];
    const found = near.find((text) => text.endsWith(`${name}.xml`) && this.#package.files.has(text));
    const root = found === undefined ? undefined : (await this.#open(found))?.root;
    return root?.name === "responseProcessing" ? root : undefined;
  }

  async #readV1(path: string, metas: CanvasMeta[]): Promise<void> {
    const file = await this.#open(path);
    if (!file) return;
    const desk = new Desk(this.#shelf, path, this.#budget);
    const ident = (elementsOf(file.root, "assessment")[0] ?? file.root).attributes.ident ?? "";
    const meta = metas.find((one) => one.ident === ident);
    const read = readAssessmentV1({
      root: file.root,
      keys: this.#keys,
      groups: this.#groups,
      shuffle: meta?.shuffleChoices ?? false,
      desk,
      deskFor: () => new Desk(this.#shelf, path, this.#budget),
    });
    this.#notes.push(...desk.notes);
    const { title, settings, questions, isBank, copies } = read;
    this.#assessments.push({
      title: meta?.settings.title ?? title,
      questions: this.#counted(questions),
      settings: { ...(title !== "" && { title: title.slice(0, 200) }), ...settings, ...meta?.settings },
      isBank,
      copies,
    });
  }

  /** A text of the package, or undefined where it cannot be read, which is told. */
  async #open(path: string): Promise<XmlFile | undefined> {
    try {
      const file = await this.#package.read(path);
      this.#noteFile(file);
      return file;
    } catch (error) {
      this.#tellUnreadable(path, error);
      return undefined;
    }
  }

  #tellUnreadable(path: string, error: unknown): void {
    if (!(error instanceof Unreadable)) throw error;
    this.#note("unsupported", `The file ${path} could not be read: ${error.message}`);
  }

  #noteFile({ namespace, rootName, doctype }: XmlFile): void {
    const version = versionOf(namespace, rootName);
    if (version) this.#note("kept", `Read as ${version}.`);
    if (doctype) this.#note("changed", "The DOCTYPE of the file was skipped.");
  }

  #atDesk<T>(path: string, work: (desk: Desk) => T): T {
    const desk = new Desk(this.#shelf, path, this.#budget);
    const result = work(desk);
    this.#notes.push(...desk.notes);
    return result;
  }

  #counted(questions: ImportedQuestion[]): ImportedQuestion[] {
    this.#count += questions.length;
    if (this.#count > MAX_QUESTIONS) throw new Refused(`The file has more than ${MAX_QUESTIONS} questions.`);
    return questions;
  }

  #note(level: ImportNote["level"], message: string): void {
    if (!this.#notes.some((note) => note.message === message)) this.#notes.push({ level, message });
  }

  /** Files that nothing refers to are named, so that nobody misses them later. */
  #noteUnused(): void {
    const { files, used } = this.#package;
    const shelved = this.#shelf.paths;
    const left = files.names.filter(
      (name) => !used.has(name) && !shelved.has(name) && !/\.(?:xsd|dtd)$|(?:^|\/)(?:__MACOSX\/|\.)/i.test(name),
    );
    if (left.length === 0) return;
    const names = left.slice(0, 20).join(", ");
    this.#note(
      "unsupported",
      `Files of the package that no question uses were left out: ${names}${left.length > 20 ? ` and ${left.length - 20} more` : ""}.`,
    );
  }
}

function resolve(from: string, href: string): string {
  let plain = href.replace(/[?#].*$/, "");
  try {
    plain = decodeURIComponent(plain);
  } catch {
    // As it is written, then.
  }
  return posix.normalize(posix.join(posix.dirname(from), plain));
}

/** Canvas writes each quiz twice: for others, with less in it, and for itself. */
function withoutReduced(paths: string[]): string[] {
  return paths.filter((path) => {
    const [, quiz] = /^(?:.*\/)?([^/]+)\/assessment_qti\.xml$/.exec(path) ?? [];
    return quiz === undefined || !paths.some((other) => other.endsWith(`non_cc_assessments/${quiz}.xml.qti`));
  });
}

function versionOf(namespace: string, rootName: string): string | undefined {
  if (/^qti-/.test(rootName) || /v3p0/.test(namespace)) return "QTI 3.0";
  if (rootName === "questestinterop") return "QTI 1.2";
  const [, minor] = /qti[a-z_]*v2p(\d)/i.exec(namespace) ?? [];
  if (minor !== undefined) return `QTI 2.${minor}`;
  return /^assessment/.test(rootName) ? "QTI 2" : undefined;
}

function unique(notes: ImportNote[]): ImportNote[] {
  return notes.filter((note, index) => notes.findIndex(({ message }) => message === note.message) === index);
}
