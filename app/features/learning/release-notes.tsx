import { Button } from "#app/components/button.tsx";
import { FormattedDate } from "#app/components/formatted.tsx";

interface Props {
  notes: { number: number; notes: string; publishedAt: Date | string }[];
}

/** What is new in a course, until its learner has put it away. */
export function ReleaseNotesPanel({ notes }: Props) {
  const [newest] = notes;
  if (!newest) return null;
  return (
    <section aria-labelledby="what-is-new" className="mb-10 rounded border border-line bg-raised p-5">
      <h2 id="what-is-new" className="font-serif text-large">
        What is new
      </h2>
      <ul>
        {notes.map(({ number, notes, publishedAt }) => (
          <li key={number} className="mt-3">
            <p className="text-small text-soft">
              <FormattedDate value={publishedAt} />
            </p>
            <p className="whitespace-pre-line [overflow-wrap:anywhere]">{notes}</p>
          </li>
        ))}
      </ul>
      <p className="mt-3 text-small text-soft">What you have completed stays completed.</p>
      <form method="post" className="mt-3">
        <input type="hidden" name="number" value={newest.number} />
        <Button look="secondary">I have read it</Button>
      </form>
    </section>
  );
}
