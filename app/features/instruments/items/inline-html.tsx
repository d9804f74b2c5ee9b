/**
 * A run of text with marks, as HTML that was made from Markdown and sanitised when the course was published: never give
 * it anything else. It may stand where paragraphs may not, in a legend or a label.
 */
export function InlineHtml({ html }: { html: string }) {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised when the course was published
  return <span dangerouslySetInnerHTML={{ __html: html }} />;
}
