/** The way back up from a page of the studio. */
export function StudioTrail({ steps }: { steps: { href: string; label: string }[] }) {
  return (
    <nav aria-label="Where you are" className="mx-auto -mb-6 w-full max-w-page px-4 pt-6 text-small sm:px-6">
      <ol className="flex flex-wrap gap-x-2">
        {[{ href: "/studio", label: "Studio" }, ...steps].map(({ href, label }) => (
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
