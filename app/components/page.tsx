import type { ReactNode } from "react";

const widths = { page: "max-w-page", text: "max-w-measure", wide: "max-w-wide", form: "max-w-form" };

/** The main part of a page, with its one heading. */
export function Page({
  title,
  lead,
  actions,
  width = "page",
  children,
}: {
  title: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
  width?: keyof typeof widths;
  children: ReactNode;
}) {
  return (
    <main id="main" tabIndex={-1} className={`mx-auto w-full px-4 py-10 outline-none sm:px-6 sm:py-14 ${widths[width]}`}>
      <header className="mb-8 flex flex-wrap items-end justify-between gap-4">
        <div className="min-w-0">
          <h1 className="font-serif text-display">{title}</h1>
          {lead && <p className="mt-3 max-w-measure text-large text-soft">{lead}</p>}
        </div>
        {actions}
      </header>
      {children}
    </main>
  );
}

export function Section({ title, id, children }: { title: string; id?: string; children: ReactNode }) {
  return (
    <section aria-labelledby={id ? `${id}-title` : undefined} id={id} className="mt-12 first:mt-0">
      <h2 id={id ? `${id}-title` : undefined} className="mb-4 font-serif text-title">
        {title}
      </h2>
      {children}
    </section>
  );
}
