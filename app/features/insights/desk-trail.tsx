interface Step {
  href: string;
  label: string;
}

/** The way back up from a page behind the desk. */
export function DeskTrail({ steps }: { steps: Step[] }) {
  return (
    <nav aria-label="Where you are" className="mx-auto -mb-6 w-full max-w-page px-4 pt-6 text-small sm:px-6">
      <ol className="flex flex-wrap gap-x-2">
        {steps.map(({ href, label }) => (
          <li key={href}>
            <a href={href} className="text-link">
              {label}
            </a>
            <span aria-hidden="true"> ›</span>
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** The way to the page of a list before, and the one after. */
export function Pager({ previous, next, label }: { previous: string | null; next: string | null; label: string }) {
  if (!previous && !next) return null;
  return (
    <nav aria-label={label} className="mt-6 flex gap-6">
      {previous && (
        <a href={previous} rel="prev" className="text-link">
          Previous page
        </a>
      )}
      {next && (
        <a href={next} rel="next" className="text-link">
          Next page
        </a>
      )}
    </nav>
  );
}

/** Facts as terms and their values. */
export function Facts({ facts }: { facts: { term: string; value: React.ReactNode }[] }) {
  return (
    <dl className="grid grid-cols-[minmax(6rem,auto)_minmax(0,1fr)] gap-x-5 gap-y-1">
      {facts.map(({ term, value }) => (
        <div key={term} className="contents">
          <dt className="text-soft">{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
