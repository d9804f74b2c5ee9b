/** The table of contents of a long text; nothing where there is little to find. */
export function Contents({ label, headings }: { label: string; headings: { id: string; title: string }[] }) {
  if (headings.length < 2) return null;
  return (
    <nav aria-labelledby="contents" className="my-8 border-y border-line py-4">
      <h2 id="contents" className="mb-1 font-sans text-small font-semibold">
        {label}
      </h2>
      <ol>
        {headings.map((heading) => (
          <li key={heading.id}>
            <a
              href={`#${heading.id}`}
              className="inline-flex min-h-8 items-center text-small no-underline hover:text-accent hover:underline"
            >
              {heading.title}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}
