import type { Element, ElementContent, Root as HtmlRoot } from "hast";
import { toText } from "hast-util-to-text";
import type { Paragraph, RootContent } from "mdast";
import rehypeSanitize from "rehype-sanitize";
import rehypeStringify from "rehype-stringify";
import remarkRehype from "remark-rehype";
import { unified } from "unified";
import { allowList } from "./allow-list.ts";
import { checkTree, isLabel, nameHeadings } from "./check-tree.ts";
import { countWords } from "./count-words.ts";
import { dialogue } from "./dialogue.ts";
import { Desk, type Directive, type DirectiveNode, type Handler, type Handlers, onLines } from "./directive.ts";
import { findExcess, tooDeep } from "./limits.ts";
import { resolveLinks } from "./links.ts";
import { audio, download, embed, video } from "./media-directives.ts";
import { element, type Page, type Rendered } from "./page.ts";
import { settleTree } from "./settle-tree.ts";
import { buildVariantGroup, callout, exercise, reflection } from "./text-directives.ts";
import { tidyTables } from "./tidy-tables.ts";
import { parseMarkdown, spotsOf } from "./tree.ts";

/*
 * The HTML of a text, for app/styles/prose.css and the scripts that enhance it:
 *
 * h2..h6[id="s-..."]                      no h1: the page has it; ids in lessons and articles only
 * figure.picture > img + figcaption?      an image alone in its paragraph; the caption is the image's title
 * div.table[role=group][tabindex=0] > table     th, td: .align-left | .align-center | .align-right
 * div.callout.callout-(note|care|tip)[role=note] > p.callout-title? + blocks
 * figure.dialogue
 *   figcaption? > span.dialogue-title? + span.dialogue-caption?
 *   p[data-speaker="1"|"2"|...] > strong.dialogue-name? + speech     no name: the speaker goes on
 *   p.dialogue-direction > em
 * section.exercise > p.exercise-title (> span.exercise-minutes?) + blocks
 * section.reflection[data-reflection=KEY] > p.reflection-title + blocks
 * div.variants[data-variants] > details[data-variant=PROFILE]* > summary + blocks     all closed: a page adds `open` to the reader's own
 * figure.video[data-video=FILE][data-duration=SECONDS?] > video + details.transcript + figcaption
 * figure.audio[data-audio=FILE][data-duration=SECONDS?] > audio + details.transcript + figcaption
 * p.download > a[download] + span.download-about
 * figure.embed[data-embed=youtube|vimeo][data-embed-id][data-embed-title][data-embed-src=PLAYER] > a.embed-open + figcaption
 * section.footnotes[data-footnotes] > h2#footnote-label.sr-only + ol; sup > a[data-footnote-ref]; a.data-footnote-backref
 */

const DIRECTIVES: Record<string, Directive> = { callout, dialogue, exercise, reflection, video, audio, download, embed };

/**
 * Renders Markdown to HTML that holds nothing but what `allowList` names, whatever the text is. What is wrong with the
 * text goes to the page's findings; the same text and page always give the same HTML.
 */
export function renderMarkdown(source: string, page: Page): Rendered {
  const excess = findExcess(source);
  const tree = excess ? undefined : parseMarkdown(source);
  if (!tree) {
    const { line, ...what } = excess ?? tooDeep(1);
    page.findings.fault({ ...page.at(line), ...what });
    return {
      html: "",
      tree: { type: "root", children: [] },
      text: "",
      words: 0,
      headings: [],
      exerciseMinutes: 0,
      mediaSeconds: 0,
    };
  }
  settleTree(tree, page);
  const spots = spotsOf(tree);
  checkTree({ spots, source }, page);
  const headings = page.kind === "piece" ? [] : nameHeadings(spots);
  resolveLinks({ spots, headings }, page);

  const desk = new Desk(page);
  const html = unified()
    .use(remarkRehype, { handlers: handlersFor(desk), clobberPrefix: "note-" })
    .use(tidyTables)
    .use(rehypeSanitize, allowList)
    .runSync(tree) as HtmlRoot;
  return {
    html: unified().use(rehypeStringify).stringify(html),
    tree: html,
    text: toText(html)
      .replace(/\n{3,}/g, "\n\n")
      .trim(),
    words: countWords(html),
    headings,
    exerciseMinutes: desk.exerciseMinutes,
    mediaSeconds: desk.mediaSeconds,
  };
}

function handlersFor(desk: Desk): Handlers {
  const handle: Handler = (state, node: DirectiveNode) => desk.with(state, () => buildDirective(node, desk));
  return {
    containerDirective: handle,
    leafDirective: handle,
    variantGroup: (state, node) => desk.with(state, () => buildVariantGroup(node, desk)),
    paragraph: (state, node: Paragraph) => desk.with(state, () => buildParagraph(node, desk)),
  };
}

function buildDirective(node: DirectiveNode, desk: Desk): Element | undefined {
  const found = Object.hasOwn(DIRECTIVES, node.name) ? DIRECTIVES[node.name] : undefined;
  if (!found) {
    const names = [...Object.keys(DIRECTIVES), "variant"].join(", ");
    desk.fault(node, `There is no directive ${node.name}.`, `Use one of ${names}.`);
    return undefined;
  }
  if (found.form !== node.type) {
    const right =
      found.form === "containerDirective"
        ? `:::${node.name} with text and a closing :::`
        : `::${node.name}, with two colons and no content`;
    desk.fault(node, `The directive ${node.name} is written in another way.`, `Write ${right}.`);
    return undefined;
  }
  const besides = desk.page.showsMedia && node.name === "audio";
  if (!found.pages.includes(desk.page.kind) && !besides) {
    desk.fault(
      node,
      `The directive ${node.name} cannot stand here.`,
      `Use it in ${found.pages.filter((kind) => kind !== "piece").join("s and ")}s only.`,
    );
    return undefined;
  }
  if (node.children.some((child: RootContent) => child.type === "paragraph" && isLabel(child))) {
    desk.fault(node, `The directive ${node.name} has a text in brackets.`, 'Write it as title="...", in the braces.');
  }
  return found.build(node, desk);
}

/** A picture that stands alone is a figure. */
function buildParagraph(node: Paragraph, desk: Desk): Element {
  const [first, ...rest] = node.children;
  if (first?.type !== "image" || rest.length > 0) return element("p", {}, ...desk.content(node));
  const caption = first.title ? [element("figcaption", {}, first.title)] : [];
  const images: ElementContent[] = desk.content({ ...node, children: [{ ...first, title: null }] });
  return element("figure", { className: ["picture"] }, ...onLines([...images, ...caption]));
}

/** HTML of a text that stands within a line: the paragraph's content without the paragraph. */
export function unwrapParagraph(rendered: Rendered): string | undefined {
  const [only, ...rest] = rendered.tree.children;
  if (only?.type !== "element" || only.tagName !== "p" || rest.length > 0) return undefined;
  return unified().use(rehypeStringify).stringify({ type: "root", children: only.children });
}
