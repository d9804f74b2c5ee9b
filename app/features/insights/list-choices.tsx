interface Choice {
  label: string;
  href: string;
  chosen: boolean;
}

/** The parts that a list can be narrowed to, as links. */
export function ListChoices({ label, choices }: { label: string; choices: Choice[] }) {
  return (
    <nav aria-label={label} className="mb-4">
      <ul className="flex flex-wrap gap-x-5">
        {choices.map(({ label, href, chosen }) => (
          <li key={href}>
            <a
              href={href}
              aria-current={chosen ? "true" : undefined}
              className="text-link inline-block py-2 aria-[current=true]:font-semibold"
            >
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
