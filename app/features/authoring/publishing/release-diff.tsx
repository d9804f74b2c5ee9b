import { plural } from "#app/components/formatted.tsx";
import type { FileChange } from "./compare-folders.ts";
import type { ComparedLine, Passage } from "./compare-texts.ts";

const CHANGES: Record<FileChange["change"], string> = {
  added: "New",
  removed: "No longer there",
  changed: "Changed",
  moved: "Moved",
};

/** Every file that differs, each with what has changed in its text. */
export function ReleaseDiff({ changes }: { changes: FileChange[] }) {
  if (changes.length === 0) return <p>Every file is the same.</p>;
  return (
    <>
      <p className="mb-3 text-soft">{plural(changes.length, "file differs", "files differ")}.</p>
      <ul className="border-t border-line">
        {changes.map((change) => (
          <li key={change.path} className="border-b border-line py-2">
            <OneFile change={change} />
          </li>
        ))}
      </ul>
    </>
  );
}

function OneFile({ change: { path, change, from, title, passages } }: { change: FileChange }) {
  const name = (
    <>
      <span className="font-semibold">{title ?? path}</span>{" "}
      <span className="text-small text-soft [overflow-wrap:anywhere]">
        {CHANGES[change]}
        {from && ` from ${from}`}
        {title && `, ${path}`}
      </span>
    </>
  );
  if (!passages) return <p className="min-h-11 py-2">{name}</p>;
  return (
    <details>
      <summary className="min-h-11 py-2">{name}</summary>
      <div className="mt-1 mb-3 rounded bg-sunken p-4 text-small">
        {passages.map((passage, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: passages stand in the order of the text and never move
          <OnePassage key={at} passage={passage} />
        ))}
      </div>
    </details>
  );
}

function OnePassage({ passage }: { passage: Passage }) {
  return (
    <>
      {passage.skipped > 0 && <p className="my-2 text-soft">{plural(passage.skipped, "line is", "lines are")} the same.</p>}
      {passage.lines.map((line, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: as above
        <OneLine key={at} line={line} />
      ))}
    </>
  );
}

/** Told by words and strokes, and not by colour alone. */
function OneLine({ line }: { line: ComparedLine }) {
  return (
    <p className="min-h-5 whitespace-pre-wrap [overflow-wrap:anywhere]">
      {line.map((piece, at) => {
        const key = `${at} ${piece.in}`;
        const text = piece.text.replace(/\r?\n$/, "");
        if (piece.in === "earlier")
          return (
            <del key={key} className="text-attention">
              {text}
            </del>
          );
        if (piece.in === "later")
          return (
            <ins key={key} className="font-semibold text-done">
              {text}
            </ins>
          );
        return <span key={key}>{text}</span>;
      })}
    </p>
  );
}
