/** Known under one name in every copy of this module, of which development has several. */
const HTML = Symbol.for("courses.page-html");

/**
 * A response that is a whole page. The text lies beside it and not in its body: the server sends it in one piece, and a
 * body would be a stream that nobody reads.
 */
export function pageResponse(html: string, init: ResponseInit): Response {
  return Object.assign(new Response(null, init), { [HTML]: html });
}

/** The text of a page; undefined for every other response. */
export function htmlOf(response: Response): string | undefined {
  return (response as { [HTML]?: string })[HTML];
}
