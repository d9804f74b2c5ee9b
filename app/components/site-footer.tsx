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
        <ul className="flex flex-wrap gap-x-5 gap-y-1">
          <li>
            <a href="/courses" className="text-link">
              Courses
            </a>
          </li>
          <li>
            <a href="/articles" className="text-link">
              Articles
            </a>
          </li>
          <li>
            <a href="/assessments" className="text-link">
              Assessments
            </a>
          </li>
          {showOutbox && (
            <li>
              <a href="/outbox" className="text-link">
                Mail outbox
              </a>
            </li>
          )}
        </ul>
        {sandbox && <p className="w-full">Payments on this site are a sandbox: no money moves.</p>}
      </div>
    </footer>
  );
}
