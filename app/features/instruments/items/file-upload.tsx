import { z } from "zod";
import { keyField, markdownField } from "../fields.ts";
import { compilePrompt, givenTexts, type ItemKind, noAnswer, type Prompt } from "./item-kind.ts";
import { QuestionFieldset } from "./question-fieldset.tsx";
import { type Criterion, checkRubric, gradeByMarks, gradedByHandFields, mostPoints, RubricDetails } from "./rubric.tsx";

/** The kinds of content that an author can ask for, each with its words and the endings that a browser offers. */
export const FILE_KINDS = {
  pdf: { words: "PDF", endings: [".pdf"] },
  image: { words: "pictures", endings: [".jpg", ".jpeg", ".png", ".webp", ".gif", ".heic", ".avif"] },
  text: { words: "plain text", endings: [".txt", ".md", ".csv"] },
  document: {
    words: "documents of Word, Excel, PowerPoint or LibreOffice",
    endings: [".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".rtf"],
  },
  audio: { words: "recordings", endings: [".mp3", ".m4a", ".ogg", ".opus", ".wav", ".flac"] },
} as const;
export type FileKind = keyof typeof FILE_KINDS;

/** Megabytes, of 1,000,000 bytes each. */
export const LARGEST_FILE = 20;
const MOST_FILES = 10;

export const fileUploadSchema = z.strictObject({
  kind: z.literal("file-upload"),
  key: keyField,
  prompt: markdownField,
  ...gradedByHandFields,
  accept: z
    .array(z.enum(Object.keys(FILE_KINDS) as [FileKind, ...FileKind[]]))
    .min(1)
    .default(["pdf", "image", "document"]),
  /** Megabytes that one file may have. */
  maxSize: z.number().min(0.1).max(LARGEST_FILE).default(10),
  maxFiles: z.int().min(1).max(MOST_FILES).default(1),
  feedback: markdownField.optional(),
});
export type FileUploadSource = z.infer<typeof fileUploadSchema>;

export interface FileUpload {
  kind: "file-upload";
  key: string;
  prompt: Prompt;
  points: number;
  rubric?: Criterion[];
  accept: FileKind[];
  maxSize: number;
  maxFiles: number;
  feedback?: string;
}

export type FileUploadQuestion = Pick<FileUpload, "kind" | "key" | "prompt" | "rubric" | "accept" | "maxSize" | "maxFiles">;

const FILE_ID = /^[0-9a-f-]{36}$/;

/**
 * Files that a person grades. The answer is the list of their ids; the files themselves come by a form of their own, and
 * are checked there.
 */
export const fileUpload: ItemKind<FileUploadSource, FileUpload, FileUploadQuestion, string[]> = {
  kind: "file-upload",
  schema: fileUploadSchema,
  check: (item) => ({ faults: checkRubric(item), warnings: [] }),
  maximum: mostPoints,
  compile: (item, { render }) => ({
    kind: "file-upload",
    key: item.key,
    prompt: compilePrompt(item.prompt, render),
    points: mostPoints(item),
    ...(item.rubric && { rubric: item.rubric }),
    accept: [...new Set(item.accept)],
    maxSize: item.maxSize,
    maxFiles: item.maxFiles,
    ...(item.feedback && { feedback: render.block(item.feedback) }),
  }),
  ask: ({ kind, key, prompt, rubric, accept, maxSize, maxFiles }) => ({
    kind,
    key,
    prompt,
    ...(rubric && { rubric }),
    accept,
    maxSize,
    maxFiles,
  }),
  byUpload: true,
  View: (props) => {
    const { question, files = [], error } = props;
    const { key, rubric, accept, maxFiles } = question;
    return (
      <QuestionFieldset {...props} hint={hintOf(question)}>
        {rubric ? <RubricDetails rubric={rubric} /> : null}
        {files.length > 0 ? (
          <ul className="mb-3 max-w-measure border-b border-line">
            {files.map((file) => (
              <li key={file.id} className="flex flex-wrap items-center justify-between gap-x-4 border-t border-line py-1">
                <span className="min-w-0 break-words">
                  <a href={file.href} className="text-link">
                    {file.name}
                  </a>{" "}
                  <span className="text-small text-soft">{sizeInWords(file.size)}</span>
                </span>
                <button
                  type="submit"
                  name="intent"
                  value={`remove:${file.id}`}
                  className="min-h-11 px-2 text-small text-accent underline"
                  aria-label={`Remove ${file.name}`}
                >
                  Remove
                </button>
              </li>
            ))}
          </ul>
        ) : null}
        {files.length < maxFiles ? (
          <>
            <label htmlFor={`input-${key}`} className="mb-1 block text-small text-soft">
              {maxFiles === 1 ? "Your file" : `Your files (${files.length} of ${maxFiles} so far)`}
            </label>
            <input
              id={`input-${key}`}
              type="file"
              name={`file.${key}`}
              multiple={maxFiles - files.length > 1}
              accept={accept.flatMap((kind) => FILE_KINDS[kind].endings).join(",")}
              className="block min-h-11 w-full max-w-full py-2 text-small scroll-mb-20"
              aria-describedby={error ? `error-${key}` : undefined}
              aria-invalid={error ? true : undefined}
            />
            <button
              type="submit"
              name="intent"
              value="upload"
              className="min-h-11 rounded border border-edge bg-raised px-4 font-semibold"
            >
              Upload
            </button>
          </>
        ) : (
          <p className="text-small text-soft">To send another file instead, remove one first.</p>
        )}
      </QuestionFieldset>
    );
  },
  parse(item, given) {
    const ids = givenTexts(given);
    if (!ids?.every((id) => FILE_ID.test(id))) return { status: "refused", reason: "not-an-answer" };
    if (new Set(ids).size > item.maxFiles) return { status: "refused", reason: "too-many-choices" };
    return { status: "answer", answer: ids.length > 0 ? [...new Set(ids)] : null };
  },
  values: (answer) => answer,
  score: (item, answer) =>
    answer === null ? noAnswer(item.points) : { counts: "points", points: 0, max: item.points, state: "to-be-graded" },
  grade: gradeByMarks,
  // The files are listed by the page, which knows their names.
  review: (item) => ({ options: [], ...(item.feedback && { feedback: item.feedback }) }),
  rows: () => [],
  rowsOf: () => [],
};

/** What may be sent, in a sentence. */
export function hintOf({ accept, maxSize, maxFiles }: Pick<FileUpload, "accept" | "maxSize" | "maxFiles">): string {
  const kinds = accept.map((kind) => FILE_KINDS[kind].words);
  const list = kinds.length > 1 ? `${kinds.slice(0, -1).join(", ")} or ${kinds.at(-1)}` : kinds[0];
  const files = maxFiles === 1 ? "One file" : `Up to ${maxFiles} files`;
  return `${files}: ${list}. At most ${maxSize} MB${maxFiles === 1 ? "" : " each"}. A person will look at it.`;
}

export function sizeInWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
