/** Known under one name in every copy of this module, of which development has several. */
const HTML = Symbol.for("courses.page-html");

/** A response that is a whole page; it keeps the text, so that the server can send it in one piece. */
export function pageResponse(html: string, init: ResponseInit): Response {
  return Object.assign(new Response(html, init), { [HTML]: html });
}

/** The text of a page; undefined for every other response. */
export function htmlOf(response: Response): string | undefined {
  return (response as { [HTML]?: string })[HTML];
}
