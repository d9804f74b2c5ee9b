/**
 * HTML that was made from Markdown and sanitised when it was published. The one place that hands a string of HTML to
 * the page: never give it anything else.
 */
export function RenderedHtml({ html, className = "prose" }: { html: string; className?: string }) {
  return <div className={className} dangerouslySetInnerHTML={{ __html: html }} />;
}
