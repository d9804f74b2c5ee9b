import { createContext, useContext } from "react";

const pages = [
  { href: "/admin", label: "Overview" },
  { href: "/admin/attention", label: "Needs attention" },
  { href: "/admin/people", label: "People" },
  { href: "/admin/orders", label: "Orders" },
  { href: "/admin/products", label: "Products" },
  { href: "/admin/coupons", label: "Coupons" },
  { href: "/admin/books", label: "Books" },
  { href: "/admin/events", label: "Stripe events" },
  { href: "/admin/mail", label: "Mail" },
  { href: "/admin/audit", label: "Audit log" },
  { href: "/instructor", label: "Courses" },
];

const AttentionCount = createContext(0);

/** Tells every page of the admin area how many matters need attention. */
export const AttentionCountProvider = AttentionCount.Provider;

/** The pages of the admin area; `here` is the one that the page is or belongs to. */
export function AdminNav({ here }: { here: string }) {
  const count = useContext(AttentionCount);
  return (
    <nav aria-label="Admin" className="mx-auto -mb-4 w-full max-w-page px-4 pt-4 sm:px-6">
      <ul className="flex flex-wrap gap-x-5 border-b border-line pb-1">
        {pages.map(({ href, label }) => (
          <li key={href}>
            <a
              href={href}
              aria-current={href === here ? "page" : undefined}
              className="text-link inline-block py-2 text-small aria-[current=page]:font-semibold"
            >
              {label}
              {href === "/admin/attention" && count > 0 && ` (${count})`}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
