export type TextPart = { text: string; href?: string };

/** Plain text cut at its web addresses, so that a page can show them as links. Joined again it is the same text. */
export function splitLinks(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(/https?:\/\/[^\s<>"]*[^\s<>".,;:!?)]/g)) {
    if (match.index > end) parts.push({ text: text.slice(end, match.index) });
    parts.push({ text: match[0], href: match[0] });
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ text: text.slice(end) });
  return parts;
}

/** The text without the secret part of one-time links. */
export function hideSecretLinks(text: string): string {
  return text.replace(/\/(verify-email|reset-password|welcome|confirm-email)\/[\w-]{20,}/g, "/$1/[hidden]");
}
