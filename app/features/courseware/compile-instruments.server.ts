import { posix } from "node:path";
import { compileInstrument } from "#app/features/instruments/compile-instrument.ts";
import type { CompiledInstrument } from "#app/features/instruments/compiled.ts";
import { parseInstrument } from "#app/features/instruments/parse-instrument.ts";
import { type CourseFolder, canonicalJson, sha256 } from "./course-folder.server.ts";
import { compareText, type Findings } from "./fault.ts";
import type { Page, Place, Surroundings } from "./markdown/page.ts";
import { renderMarkdown, unwrapParagraph } from "./markdown/render-markdown.ts";
import { readSource, type UsedFiles } from "./read-outline.server.ts";
import { readYaml, type YamlFile } from "./yaml-file.ts";

export interface CompiledRevision {
  key: string;
  /** SHA-256 of the definition as canonical JSON. */
  digest: string;
  definition: CompiledInstrument;
}

interface Ask {
  folder: CourseFolder;
  language: string;
  surroundings: Surroundings;
  used: UsedFiles;
}

/** The instruments of a folder, each compiled once, when the first lesson asks for it. */
export class InstrumentShelf {
  readonly #ask: Ask;
  readonly #findings: Findings;
  /** Key -> the files that have it. */
  readonly #files = new Map<string, YamlFile[]>();
  readonly #compiled = new Map<string, CompiledRevision | undefined>();
  /** Key -> the lesson whose pictures and recordings it shows. */
  readonly #showing = new Map<string, string>();
  #someBroken = false;

  constructor(ask: Ask, findings: Findings) {
    this.#ask = ask;
    this.#findings = findings;
    for (const file of ask.folder.files.keys()) {
      if (!/^assessments\/[^/]+\.yaml$/.test(file)) continue;
      const source = readSource({ folder: ask.folder, file, from: { file, line: 1 }, used: new Set() }, findings);
      const yaml = source === undefined ? undefined : readYaml({ file, source }, findings);
      const key = (yaml?.data as { key?: unknown } | null)?.key;
      if (!yaml) {
        // Its key is not known, so neither is whether a lesson uses it.
        this.#someBroken = true;
        ask.used.add(file);
      }
      if (yaml && typeof key === "string") this.#files.set(key, [...(this.#files.get(key) ?? []), yaml]);
    }
  }

  /** Those that lessons use or that are public, by key. */
  get revisions(): CompiledRevision[] {
    return [...this.#compiled.values()].filter((revision) => revision !== undefined);
  }

  /**
   * The instrument of this key for a lesson; undefined, with faults, where there is none or it is not right. What it
   * shows of media/ is fetched as files of the lesson, so that who may open the lesson may have them, and nobody else.
   */
  take(key: string, from: Place, lesson: { key: string; surroundings: Surroundings }): CompiledRevision | undefined {
    const [yaml, ...others] = this.#files.get(key) ?? [];
    if (!yaml) {
      if (this.#someBroken) return undefined;
      const remedy = "Give the key that is written in a file of assessments/.";
      this.#findings.fault({ ...from, message: `There is no assessment with the key ${key}.`, remedy });
      return undefined;
    }
    for (const other of others) {
      const message = `The key ${key} is already the key of ${yaml.file}.`;
      this.#findings.fault({
        file: other.file,
        line: other.lineOf(["key"]),
        message,
        remedy: "Give this assessment a key of its own.",
      });
    }
    if (!this.#compiled.has(key)) this.#compiled.set(key, this.#compile(yaml, this.#noticing(key, lesson)));
    const shownFor = this.#showing.get(key);
    if (shownFor !== undefined && shownFor !== lesson.key) {
      const message = `The assessment ${key} shows pictures or recordings, which are files of the lesson ${shownFor}.`;
      this.#findings.fault({ ...from, message, remedy: "Give this lesson an assessment of its own, under another key." });
    }
    return this.#compiled.get(key);
  }

  /** Those that are for everybody, whether or not a lesson uses them, in the order of their keys. */
  takePublic(): { key: string; digest: string }[] {
    const open = [...this.#files].filter(([, [yaml]]) => (yaml?.data as { public?: unknown } | undefined)?.public === true);
    return open
      .sort(([a], [b]) => compareText(a, b))
      .flatMap(([key, [yaml]]) => {
        if (!yaml) return [];
        const from = { file: yaml.file, line: yaml.lineOf(["key"]) };
        const revision = this.#compiled.get(key) ?? this.take(key, from, { key: "", surroundings: this.#ask.surroundings });
        if (this.#showing.has(key)) {
          const message = `The assessment ${key} is public, and shows files, which only a lesson can open.`;
          this.#findings.fault({ ...from, message, remedy: 'Take the pictures and recordings out, or remove "public".' });
        }
        return revision ? [{ key: revision.key, digest: revision.digest }] : [];
      });
  }

  /** The surroundings of a lesson, where the first use of media/ is noted down. */
  #noticing(key: string, { key: lessonKey, surroundings }: { key: string; surroundings: Surroundings }): Surroundings {
    return {
      lessonUrl: (key) => surroundings.lessonUrl(key),
      lessonAt: (path) => surroundings.lessonAt(path),
      transcript: (name, at) => surroundings.transcript(name, at),
      media: (...ask) => {
        this.#showing.set(key, lessonKey);
        return surroundings.media(...ask);
      },
    };
  }

  #compile(yaml: YamlFile, surroundings: Surroundings): CompiledRevision | undefined {
    const { folder, used } = this.#ask;
    used.add(yaml.file);
    const { instrument, faults, warnings } = parseInstrument(yaml.data);
    const placed = <Finding extends { path: (string | number)[] }>({ path, ...rest }: Finding) => ({
      file: yaml.file,
      line: yaml.lineOf(path),
      ...rest,
    });
    for (const fault of faults) this.#findings.fault(placed(fault));
    for (const warning of warnings) this.#findings.warn(placed(warning));
    if (!instrument) return undefined;

    // Markdown reaches `render` as text alone: where it came from is found by the text.
    const readings = new Map<string, string>();
    const pageOf = (markdown: string): Page => {
      const reading = readings.get(markdown);
      const { line: first, literal } = yaml.placeOf(markdown);
      return this.#page((line) =>
        reading ? { file: reading, line } : { file: yaml.file, line: literal ? first + line - 1 : first },
      );
    };
    const render = {
      // A reading is shown where access to the lesson may have ended.
      block: (markdown: string) => {
        const page = pageOf(markdown);
        return renderMarkdown(markdown, readings.has(markdown) ? page : { ...page, surroundings, showsMedia: true }).html;
      },
      inline: (markdown: string) => this.#renderInline(markdown, pageOf(markdown)),
    };
    const readReading = (path: string) => {
      const file = posix.join("assessments", path);
      const text = folder.files.has(file)
        ? readSource({ folder, file, from: { file, line: 1 }, used }, this.#findings)
        : undefined;
      if (text !== undefined) readings.set(text, file);
      return text;
    };
    const { compiled, missing } = compileInstrument(instrument, render, readReading);
    for (const path of missing) {
      const remedy = "Add the file, or correct the name (capital letters count).";
      this.#findings.fault({
        file: yaml.file,
        line: yaml.placeOf(path).line,
        message: `There is no file assessments/${path}.`,
        remedy,
      });
    }
    return { key: instrument.key, digest: sha256(canonicalJson(compiled)), definition: compiled };
  }

  #page(at: (line: number) => Place): Page {
    const { language, surroundings } = this.#ask;
    return { kind: "piece", language, findings: this.#findings, at, surroundings };
  }

  #renderInline(markdown: string, page: Page): string {
    const rendered = renderMarkdown(markdown, page);
    const line = unwrapParagraph(rendered);
    if (line === undefined) {
      this.#findings.fault({
        ...page.at(1),
        message: "This text must be one paragraph.",
        remedy: "Write it without blank lines, lists and headings.",
      });
    }
    return line ?? rendered.html;
  }
}
