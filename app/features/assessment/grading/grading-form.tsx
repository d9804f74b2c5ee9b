import { Button, ButtonLink } from "#app/components/button.tsx";
import { Notice } from "#app/components/notice.tsx";
import type { GradingPage } from "./grading-page.queries.server.ts";
import { ItemGrading } from "./item-grading.tsx";

/** What the page says after a form that could not be taken whole. */
interface Reply {
  yours: Record<string, { marks: { points: string; levels: Record<string, string> }; feedback: string; note: string }>;
  conflicts: string[];
  errors: Record<string, string>;
}

/**
 * The work of one attempt with a grade beside every answer, as one form that works by itself. `grading.enhance.ts` adds
 * the key for the next one.
 */
export function GradingForm({ page, base, reply }: { page: GradingPage; base: string; reply?: Reply }) {
  const address = `${base}/${page.attemptId}`;
  const hasAnswers = page.items.some(({ answered }) => answered);
  return (
    <>
      {reply ? <ReplyNotice reply={reply} page={page} /> : null}
      <form method="post" action={address} autoComplete="off" data-enhance="grading">
        {/* First, so that the Enter key saves and never releases. */}
        <button type="submit" name="intent" value="save" tabIndex={-1} aria-hidden="true" className="sr-only">
          Save
        </button>
        <ol className="divide-y divide-line">
          {page.items.map((item) => (
            <li key={item.key} className="py-8 first:pt-0">
              <ItemGrading
                item={item}
                yours={reply?.yours[item.key]}
                conflict={reply?.conflicts.includes(item.key) ?? false}
                error={reply?.errors[item.key]}
              />
            </li>
          ))}
        </ol>
        {hasAnswers ? (
          <div className="flex flex-wrap gap-3 border-t border-line bg-paper py-3 sm:sticky sm:bottom-0">
            <Button look="secondary" name="intent" value="save">
              Save draft
            </Button>
            <Button name="intent" value="next">
              Save and next
            </Button>
            <Button look="secondary" name="intent" value="release">
              Save and release
            </Button>
          </div>
        ) : null}
      </form>
      <nav aria-label="Other work" className="mt-6 flex flex-wrap items-center gap-3">
        {page.next ? (
          <ButtonLink href={`${base}/${page.next}`} look="secondary">
            <span data-grading="next">Next ungraded, without saving</span>
          </ButtonLink>
        ) : (
          <p className="text-soft">There is no other ungraded work in this course.</p>
        )}
        <ButtonLink href={base} look="quiet">
          Back to the list
        </ButtonLink>
      </nav>
    </>
  );
}

function ReplyNotice({ reply, page }: { reply: Reply; page: GradingPage }) {
  const numbers = (keys: string[]) =>
    page.items
      .filter(({ key }) => keys.includes(key))
      .map(({ number }) => number)
      .join(", ");
  const wrong = Object.keys(reply.errors);
  return (
    <>
      {reply.conflicts.length > 0 ? (
        <Notice tone="attention" live title={`Somebody else has changed question ${numbers(reply.conflicts)} meanwhile.`}>
          <p>
            Nothing of theirs is overwritten, and this is not released. Theirs is shown beside what you have written, which is
            still in the fields. Put together what shall stand, and save again.
          </p>
        </Notice>
      ) : null}
      {wrong.length > 0 ? (
        <Notice tone="error" live title={`Question ${numbers(wrong)} could not be saved.`}>
          <p>The reason stands beside the field. Everything else is saved.</p>
        </Notice>
      ) : null}
    </>
  );
}
