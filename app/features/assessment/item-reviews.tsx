import { plural } from "#app/components/formatted.tsx";
import { RenderedHtml } from "#app/components/rendered-html.tsx";
import { InlineHtml } from "#app/features/instruments/items/inline-html.tsx";
import type { ItemState } from "#app/features/instruments/items/item-kind.ts";
import type { AttemptStanding } from "./attempt-standing.ts";
import { ReadWorkView, SentFiles } from "./grading/read-work.tsx";
import type { GradedModel, ReviewedItem } from "./result-model.ts";
import { formatPoints } from "./score-summary.tsx";
import { HiddenNotes } from "./standing-notes.tsx";

const STATES: Record<ItemState, { sign: string; word: string; colour: string }> = {
  right: { sign: "✓", word: "Right", colour: "text-done" },
  partly: { sign: "◐", word: "Partly right", colour: "text-attention" },
  wrong: { sign: "✕", word: "Not right", colour: "text-error" },
  "to-be-graded": { sign: "…", word: "Not yet graded", colour: "text-attention" },
  unanswered: { sign: "–", word: "No answer", colour: "text-soft" },
};

const READ = { sign: "✎", word: "Graded", colour: "text-ink" };

/** Every question with the answer that was given, and the feedback to it. */
export function ItemReviews({ model, standing }: { model: GradedModel; standing: AttemptStanding }) {
  return (
    <section aria-labelledby="reviews-title" className="mt-12">
      <h2 id="reviews-title" className="mb-2 font-serif text-title">
        Question by question
      </h2>
      <HiddenNotes standing={standing} />
      <ol className="divide-y divide-line">
        {model.items.map((item) => (
          <ItemReview key={item.key} item={item} covered={model.covered} />
        ))}
      </ol>
    </section>
  );
}

function ItemReview({ item, covered }: { item: ReviewedItem; covered: boolean }) {
  return (
    <li className="py-8">
      <div className="mb-3 flex max-w-measure gap-2 text-large">
        <span className="tabular-nums text-soft">{item.number}.</span>
        {item.prompt.block ? <RenderedHtml html={item.prompt.html} className="prose" /> : <InlineHtml html={item.prompt.html} />}
      </div>
      {item.state ? <Mark item={item} state={item.state} /> : null}
      {item.files ? <SentFiles files={item.files} /> : null}
      {item.context ? <RenderedHtml html={item.context} className="prose mb-3" /> : null}
      <ul className="space-y-3">
        {item.options.map((option) => (
          <li key={option.value} className={`max-w-measure rounded px-3 py-2 ${option.given ? "bg-sunken" : ""}`}>
            <InlineHtml html={option.text} />
            <span className="ml-2 text-small text-soft">
              {[option.given && "your answer", !covered && option.correct && "right answer"].filter(Boolean).join(", ")}
            </span>
            {option.feedback && (option.given || !covered) ? (
              <RenderedHtml html={option.feedback} className="prose mt-1 text-small text-soft" />
            ) : null}
          </li>
        ))}
      </ul>
      {item.read ? <ReadWorkView read={item.read} /> : null}
      {item.state === "to-be-graded" ? (
        <p className="mt-2 text-small text-soft">A person will read this. You get a mail then.</p>
      ) : null}
      {item.outcome ? <RenderedHtml html={item.outcome} className="prose mt-3 border-l-2 border-line pl-4" /> : null}
      {item.feedback ? <RenderedHtml html={item.feedback} className="prose mt-3 border-l-2 border-line pl-4" /> : null}
    </li>
  );
}

function Mark({ item, state }: { item: ReviewedItem; state: ItemState }) {
  const { points, max } = item;
  // Of a text that somebody has read, "right" and "wrong" are not the words.
  const { sign, word, colour } = item.read ? READ : STATES[state];
  return (
    <p className={`mb-3 font-semibold ${colour}`}>
      <span aria-hidden="true">{sign} </span>
      {word}
      <span className="ml-2 font-normal text-soft">
        {state === "to-be-graded"
          ? `up to ${plural(max, "point")}`
          : points === null
            ? null
            : `${formatPoints(points)} of ${formatPoints(max)}`}
      </span>
    </p>
  );
}
