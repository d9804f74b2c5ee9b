/**
 * The value of one cookie in a `Cookie` header, as it was sent; null where it is not there. The other cookies, which
 * may hold anything, are not read: a stray "%" in one of them must not break a page.
 */
export function readCookie(header: string, name: string): string | null {
  for (const pair of header.split(";")) {
    const equals = pair.indexOf("=");
    if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
  }
  return null;
}
