import type { ReactNode } from "react";
import { RenderedHtml } from "#app/components/rendered-html.tsx";
import { InlineHtml } from "./inline-html.tsx";
import type { Prompt, QuestionProps } from "./item-kind.ts";
import type { SharedQuestion } from "./shared-fields.ts";

interface Props extends Pick<QuestionProps<{ key: string; prompt: Prompt } & SharedQuestion>, "question" | "number" | "error"> {
  hint?: string;
  /** What is odd about the answer as it stands. */
  remark?: string;
  children: ReactNode;
}

/**
 * The frame of every item: a fieldset whose legend is the prompt. A prompt of several paragraphs cannot stand in a
 * legend, so it names the group from beside it. `data-item` is what the browser's queue looks for.
 */
export function QuestionFieldset({ question, number, hint, remark, error, children }: Props) {
  const { key, prompt, hints } = question;
  const describedBy =
    [hint && `hint-${key}`, remark && `remark-${key}`, error && `error-${key}`].filter(Boolean).join(" ") || undefined;
  const labelledBy = prompt.block ? `number-${key} prompt-${key}` : undefined;
  return (
    <fieldset id={`item-${key}`} data-item={key} className="min-w-0" aria-describedby={describedBy} aria-labelledby={labelledBy}>
      <legend id={`number-${key}`} className="mb-3 block w-full max-w-measure text-large">
        <span className="mr-1 tabular-nums text-soft">{number}.</span>{" "}
        {prompt.block ? <span className="sr-only">Question</span> : <InlineHtml html={prompt.html} />}
      </legend>
      {prompt.block ? (
        <div id={`prompt-${key}`}>
          <RenderedHtml html={prompt.html} className="prose mb-3" />
        </div>
      ) : null}
      {hint ? (
        <p id={`hint-${key}`} className="mb-2 text-small text-soft">
          {hint}
        </p>
      ) : null}
      {hints?.map((text, index) => (
        <details key={text} className="mb-2 max-w-measure">
          <summary className="min-h-11 w-fit cursor-pointer py-2 text-small text-link">
            {hints.length === 1 ? "Show a hint" : `Show hint ${index + 1} of ${hints.length}`}
          </summary>
          <RenderedHtml html={text} className="prose border-l-2 border-line pl-4 text-small" />
        </details>
      ))}
      {children}
      {remark ? (
        <p id={`remark-${key}`} className="mt-2 text-small font-semibold text-attention">
          {remark}
        </p>
      ) : null}
      {error ? (
        <p id={`error-${key}`} className="mt-2 text-small font-semibold text-error">
          <span aria-hidden="true">✕ </span>
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
