import { splitLinks } from "./split-links.ts";

/** The text of a mail as it reads, its addresses as links. */
export function MailText({ text }: { text: string }) {
  return (
    <div className="whitespace-pre-wrap rounded border border-line bg-raised px-5 py-5 [overflow-wrap:anywhere]">
      {splitLinks(text).map((part, index) =>
        part.href ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text never move
          <a key={index} href={part.href} className="text-link">
            {part.text}
          </a>
        ) : (
          part.text
        ),
      )}
    </div>
  );
}
