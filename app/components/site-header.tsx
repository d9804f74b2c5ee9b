interface Visitor {
  name: string;
  role: "student" | "instructor" | "admin";
}

const link = "inline-flex min-h-11 items-center px-2 no-underline hover:text-accent hover:underline";

export function SiteHeader({ viewer }: { viewer: Visitor | null }) {
  return (
    <header className="no-print border-b border-line bg-paper">
      <div className="mx-auto flex max-w-page flex-wrap items-center justify-between gap-x-4 px-4 py-2 sm:px-6">
        <a
          href="/"
          className="inline-flex min-h-11 items-center font-serif text-body font-semibold no-underline hover:text-accent"
        >
          The Courageous Communicator
        </a>
        <nav aria-label="Site" className="-mx-2 flex flex-wrap items-center gap-x-2 text-small sm:mx-0">
          <a href="/courses" className={link}>
            Courses
          </a>
          <a href="/articles" className={link}>
            Articles
          </a>
          {viewer ? (
            <>
              <a href="/learn" className={link}>
                My courses
              </a>
              {viewer.role !== "student" && (
                <a href="/instructor" className={link}>
                  Instructor
                </a>
              )}
              {viewer.role === "admin" && (
                <a href="/admin" className={link}>
                  Admin
                </a>
              )}
              <a href="/account" className={link}>
                Account
              </a>
            </>
          ) : (
            <>
              <a href="/sign-in" className={link}>
                Sign in
              </a>
              <a
                href="/sign-up"
                className="ml-1 inline-flex min-h-11 items-center rounded border border-edge px-3 font-semibold no-underline hover:border-accent hover:text-accent"
              >
                Sign up
              </a>
            </>
          )}
        </nav>
      </div>
    </header>
  );
}
