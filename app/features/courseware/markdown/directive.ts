import type { Element, ElementContent } from "hast";
import type { RootContent, RootContentMap } from "mdast";
import type { Options } from "remark-rehype";
import { z } from "zod";
import { checkFields } from "../check-fields.ts";
import type { Page, PageKind, Place } from "./page.ts";

export type DirectiveNode = RootContentMap["containerDirective"] | RootContentMap["leafDirective"];
export type Handlers = NonNullable<Options["handlers"]>;
export type Handler = NonNullable<Handlers["text"]>;
type State = Parameters<Handler>[0];

/** What a directive is built with: the page around it, and its content as HTML. */
export class Desk {
  /** Minutes of exercises, and seconds of video and audio, so far. */
  exerciseMinutes = 0;
  mediaSeconds = 0;
  /** Keys of reflections so far. */
  readonly reflections = new Set<string>();
  readonly page: Page;
  #state: State | undefined;

  constructor(page: Page) {
    this.page = page;
  }

  at(node: RootContent): Place {
    return this.page.at(node.position?.start.line ?? 1);
  }

  fault(node: RootContent, message: string, remedy: string): void {
    this.page.findings.fault({ ...this.at(node), message, remedy });
  }

  warn(node: RootContent, message: string, remedy: string): void {
    this.page.findings.warn({ ...this.at(node), message, remedy });
  }

  /** The content of a node. */
  content(node: RootContent): ElementContent[] {
    return this.#state!.all(node as Parameters<State["all"]>[0]);
  }

  /** Runs `build` with the converter's state at hand. */
  with<T>(state: State, build: () => T): T {
    this.#state = state;
    return build();
  }
}

export interface Directive {
  /** `:::name` with content, or `::name` without. */
  form: "containerDirective" | "leafDirective";
  /** Where it may stand. */
  pages: readonly PageKind[];
  build(node: DirectiveNode, desk: Desk): Element | undefined;
}

/** A directive whose attributes are checked before it is built. */
export function directive<Fields>(spec: {
  form: Directive["form"];
  pages: readonly PageKind[];
  fields: z.ZodType<Fields>;
  build(fields: Fields, node: DirectiveNode, desk: Desk): Element | undefined;
}): Directive {
  return {
    form: spec.form,
    pages: spec.pages,
    build(node, desk) {
      const place = desk.at(node);
      const given = { file: place.file, data: { ...node.attributes }, lineOf: () => place.line };
      const fields = checkFields(spec.fields, given, desk.page.findings);
      return fields && spec.build(fields, node, desk);
    },
  };
}

/** A text attribute; `what` says what belongs there. */
export function attribute(what: string, max = 200) {
  return z.string({ error: what }).trim().min(1, what).max(max, what);
}

/** An attribute that is a number above 0. */
export function amount(what: string, max: number) {
  return z
    .string({ error: what })
    .regex(/^\d+(\.\d+)?$/, what)
    .transform(Number)
    .refine((value) => value > 0 && value <= max, what);
}

/** Paragraphs and other blocks on lines of their own, so that the HTML reads well. */
export function onLines(children: ElementContent[]): ElementContent[] {
  const newline: ElementContent = { type: "text", value: "\n" };
  return [newline, ...children.flatMap((child) => [child, newline])];
}
