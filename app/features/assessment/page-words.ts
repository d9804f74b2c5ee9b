/** The words for how far an attempt is, on the server and in the page's script. */

export function answeredInWords(answered: number, total: number): string {
  return `${answered} of ${total} answered`;
}

/** How a page stands, for those who see its button and for those who hear it. */
export function pageState(page: number, open: number): { shown: string; said: string } {
  return open === 0
    ? { shown: "✓", said: `Page ${page}, all answered` }
    : { shown: `${open} open`, said: `Page ${page}, ${open} open` };
}
