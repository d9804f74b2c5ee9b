import type { Options } from "rehype-sanitize";

const heading = ["id"];

/** The only elements and attributes that a rendered text can hold, whatever was written and whatever a directive made. */
export const allowList: Options = {
  tagNames: [
    ...["p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "hr", "br"],
    ...["em", "strong", "del", "sup", "span", "a", "img", "table", "thead", "tbody", "tr", "th", "td"],
    ...["section", "div", "figure", "figcaption", "details", "summary", "video", "audio", "source", "track"],
  ],
  attributes: {
    a: [
      ...["href", "rel", "id", "download", "dataFootnoteRef", "dataFootnoteBackref", "ariaDescribedBy", "ariaLabel"],
      ["className", "embed-open", "data-footnote-backref"],
    ],
    audio: ["controls", "preload", "src"],
    code: [["className", /^language-[\w-]+$/]],
    details: ["dataVariant", ["className", "transcript"]],
    div: [
      ["className", "callout", "callout-note", "callout-care", "callout-tip", "variants", "table"],
      ...["dataVariants", "role", "tabIndex", "ariaLabel"],
    ],
    figure: [
      ["className", "dialogue", "picture", "video", "audio", "embed"],
      ...["dataVideo", "dataAudio", "dataDuration", "dataEmbed", "dataEmbedId", "dataEmbedTitle", "dataEmbedSrc"],
    ],
    h2: [...heading, ["className", "sr-only"]],
    h3: heading,
    h4: heading,
    h5: heading,
    h6: heading,
    img: ["src", "alt", "title", "width", "height", "loading", "decoding"],
    li: ["id"],
    ol: ["start"],
    p: ["dataSpeaker", ["className", "callout-title", "exercise-title", "reflection-title", "dialogue-direction", "download"]],
    pre: ["tabIndex"],
    section: ["dataReflection", "dataFootnotes", ["className", "exercise", "reflection", "footnotes"]],
    source: ["src", "type"],
    span: [["className", "exercise-minutes", "dialogue-title", "dialogue-caption", "download-about"]],
    strong: [["className", "dialogue-name"]],
    td: [["className", "align-left", "align-center", "align-right"]],
    th: ["scope", ["className", "align-left", "align-center", "align-right"]],
    track: ["kind", "src", "srcLang", "label", "default"],
    video: ["controls", "preload", "playsInline", "poster", "src"],
  },
  protocols: { href: ["http", "https", "mailto", "tel"], src: ["https"], poster: ["https"], dataEmbedSrc: ["https"] },
  ancestors: {
    thead: ["table"],
    tbody: ["table"],
    tr: ["table"],
    th: ["table"],
    td: ["table"],
    source: ["video", "audio"],
    track: ["video"],
  },
  required: {},
  // Ids are made by us, never taken from a text.
  clobber: [],
  strip: ["script", "style"],
};
