/**
 * What is wrong with the address in a request's first line, as a sentence for whoever sent it; null where it can be
 * read. A NUL byte stands in no address of ours, and the database takes none; a path that is no UTF-8 names no page.
 */
export function targetFault(target: string): string | null {
  if (/%00|\0/.test(target)) return "This address has a NUL byte in it, and no page of this site has one. Check the address.";
  const [path = ""] = target.split("?", 1);
  try {
    decodeURIComponent(path);
    return null;
  } catch {
    return "This address cannot be read: a percent sign in it stands for no character. Check the address.";
  }
}
