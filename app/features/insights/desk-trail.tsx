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
