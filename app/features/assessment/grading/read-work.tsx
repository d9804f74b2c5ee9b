import { FormattedDate } from "#app/components/formatted.tsx";
import { sizeInWords } from "#app/features/instruments/items/file-upload.tsx";
import type { AnswerFileFacts } from "#app/features/instruments/items/item-kind.ts";
import type { ReadWork } from "./read-work.queries.server.ts";

/** The files of an answer, for who sent them. */
export function SentFiles({ files }: { files: AnswerFileFacts[] }) {
  return (
    <ul className="mb-3 space-y-1">
      {files.map((file) => (
        <li key={file.id} className="break-words">
          <a href={file.href} className="text-link">
            {file.name}
          </a>{" "}
          <span className="text-small text-soft">{sizeInWords(file.size)}</span>
        </li>
      ))}
    </ul>
  );
}

/** What a person said to an answer: the level of every criterion with its words and points, and the feedback. */
export function ReadWorkView({ read }: { read: ReadWork }) {
  const { levels, feedback, at } = read;
  return (
    <div className="mt-3 max-w-measure border-l-2 border-line pl-4">
      <p className="text-small text-soft">
        Read by a person, <FormattedDate value={at} />
      </p>
      {levels.length > 0 ? (
        <dl className="my-2">
          {levels.map(({ criterion, level, points, most }) => (
            <div key={criterion} className="flex flex-wrap justify-between gap-x-4 border-b border-line py-1">
              <dt>{criterion}</dt>
              <dd>
                {level}{" "}
                <span className="text-small text-soft tabular-nums">
                  {points} of {most}
                </span>
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
      {feedback ? <p className="whitespace-pre-line break-words">{feedback}</p> : null}
    </div>
  );
}
