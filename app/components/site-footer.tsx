interface Link {
  href: string;
  label: string;
}

const PARTS: Link[] = [
  { href: "/courses", label: "Courses" },
  { href: "/articles", label: "Articles" },
  { href: "/assessments", label: "Assessments" },
];
const OUTBOX: Link = { href: "/outbox", label: "Mail outbox" };
/** Pages that every site has: docs/course-folder.md, Pages. */
const ABOUT: Link[] = [
  { href: "/terms", label: "Terms" },
  { href: "/privacy", label: "Privacy" },
  { href: "/refunds", label: "Refunds" },
  { href: "/accessibility", label: "Accessibility" },
  { href: "/content-notes", label: "Content notes" },
  { href: "/help", label: "When to get help" },
];

/** Says once on every page what the courses are not, and where pretend money and mail are when the site runs without services. */
export function SiteFooter({ showOutbox, sandbox }: { showOutbox: boolean; sandbox: boolean }) {
  return (
    <footer className="no-print sticky top-full mt-16 border-t border-line bg-sunken text-small text-soft">
      <div className="mx-auto flex max-w-page flex-wrap justify-between gap-x-10 gap-y-3 px-4 py-8 sm:px-6">
        <p className="max-w-measure">
          Our courses are education, not therapy. If you are not safe, or you are thinking of hurting yourself, please{" "}
          <a href="/help" className="text-link">
            read when and where to get help
          </a>
          .
        </p>
        <Links links={showOutbox ? [...PARTS, OUTBOX] : PARTS} />
        <nav aria-label="About this site" className="w-full border-t border-line pt-3">
          <Links links={ABOUT} />
        </nav>
        {sandbox && <p className="w-full">Payments on this site are a sandbox: no money moves.</p>}
      </div>
    </footer>
  );
}

function Links({ links }: { links: Link[] }) {
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-1">
      {links.map(({ href, label }) => (
        <li key={href}>
          <a href={href} className="text-link inline-flex min-h-8 items-center">
            {label}
          </a>
        </li>
      ))}
    </ul>
  );
}
