/**
 * HTML that was made from Markdown and sanitised when it was published. The one place that hands a string of HTML to
 * the page: never give it anything else. `lang` is the language of the text, where the page may be in another.
 */
export function RenderedHtml({ html, className = "prose", lang }: { html: string; className?: string; lang?: string }) {
  return <div lang={lang} className={className} dangerouslySetInnerHTML={{ __html: html }} />;
}
