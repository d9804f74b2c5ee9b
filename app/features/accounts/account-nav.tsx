import { Button } from "#app/components/button.tsx";

const pages = [
  { href: "/account", label: "Profile" },
  { href: "/account/security", label: "Sign-in and security" },
  { href: "/orders", label: "Orders" },
  { href: "/gifts", label: "Gifts" },
  { href: "/teams", label: "Teams" },
  { href: "/account/plans", label: "Memberships" },
  { href: "/account/results", label: "My results" },
  { href: "/account/data", label: "Your data" },
];

/** The pages about a person's own account, and the way out. */
export function AccountNav({ here }: { here: string }) {
  return (
    <div className="mb-10 flex flex-wrap items-center justify-between gap-4 border-b border-line pb-3">
      <nav aria-label="Account">
        <ul className="flex flex-wrap gap-x-6 gap-y-2">
          {pages.map(({ href, label }) => (
            <li key={href}>
              <a
                href={href}
                aria-current={href === here ? "page" : undefined}
                className="text-link inline-block py-2 aria-[current=page]:font-semibold"
              >
                {label}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <form method="post" action="/sign-out">
        <Button look="secondary">Sign out</Button>
      </form>
    </div>
  );
}
