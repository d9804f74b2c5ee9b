interface PagerLink {
  label: string;
  /** Null where there is no such page. */
  href: string | null;
}

/** The ways to the other pages of a list. */
export function Pager({ label, links }: { label: string; links: PagerLink[] }) {
  const there = links.flatMap(({ label, href }) => (href === null ? [] : [{ label, href }]));
  if (there.length === 0) return null;
  return (
    <nav aria-label={label} className="mt-6 flex gap-6">
      {there.map(({ label, href }) => (
        <a key={label} href={href} className="text-link inline-block py-2">
          {label}
        </a>
      ))}
    </nav>
  );
}
