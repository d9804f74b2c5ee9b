interface Visitor {
  name: string;
  role: "student" | "instructor" | "admin";
}

const link =
  "inline-flex min-h-11 items-center px-2 no-underline underline-offset-8 hover:text-accent hover:underline aria-[current]:font-semibold aria-[current]:underline aria-[current]:decoration-2 aria-[current]:decoration-accent";

/** The parts of the site; the orders are found from the account. */
const COURSES = { href: "/courses", label: "Courses" };
const ARTICLES = { href: "/articles", label: "Articles" };
const MY_COURSES = { href: "/learn", label: "My courses", also: "/attempts" };
const INSTRUCTOR = { href: "/instructor", label: "Instructor" };
const ADMIN = { href: "/admin", label: "Admin" };
const ACCOUNT = { href: "/account", label: "Account", also: "/orders" };
const SIGN_IN = { href: "/sign-in", label: "Sign in" };

/** `path` is the page's own, so that the part of the site that it belongs to is marked. */
export function SiteHeader({ viewer, path }: { viewer: Visitor | null; path: string }) {
  const parts = [
    COURSES,
    ARTICLES,
    ...(viewer ? [MY_COURSES] : []),
    ...(viewer && viewer.role !== "student" ? [INSTRUCTOR] : []),
    ...(viewer?.role === "admin" ? [ADMIN] : []),
    viewer ? ACCOUNT : SIGN_IN,
  ];
  return (
    <header className="no-print border-b border-line bg-paper">
      <div className="mx-auto flex max-w-page flex-wrap items-center justify-between gap-x-4 px-4 py-2 sm:px-6">
        <a
          href="/"
          aria-current={path === "/" ? "page" : undefined}
          className="inline-flex min-h-11 items-center font-serif text-body font-semibold no-underline hover:text-accent"
        >
          The Courageous Communicator
        </a>
        <nav aria-label="Site" className="-mx-2 flex flex-wrap items-center gap-x-2 text-small">
          {parts.map((part) => (
            <a key={part.href} href={part.href} aria-current={markOf(part, path)} className={link}>
              {part.label}
            </a>
          ))}
          {!viewer && (
            <a
              href="/sign-up"
              aria-current={path === "/sign-up" ? "page" : undefined}
              className="mr-2 ml-1 inline-flex min-h-11 items-center rounded border border-edge px-3 font-semibold no-underline hover:border-accent hover:text-accent aria-[current]:border-accent aria-[current]:text-accent"
            >
              Sign up
            </a>
          )}
        </nav>
      </div>
    </header>
  );
}

/** "page" for the very page, "true" for the part that the page is in. */
function markOf({ href, also }: { href: string; also?: string }, path: string): "page" | "true" | undefined {
  if (path === href) return "page";
  return [href, also].some((start) => start !== undefined && `${path}/`.startsWith(`${start}/`)) ? "true" : undefined;
}
