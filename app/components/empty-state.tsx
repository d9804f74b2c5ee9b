import type { ReactNode } from "react";

/** What a list says when it is empty, with the next step. */
export function EmptyState({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="border-y border-line py-10 text-center">
      <p className="font-serif text-large">{title}</p>
      {children && <div className="mx-auto mt-2 max-w-measure text-soft">{children}</div>}
      {action && <div className="mt-5">{action}</div>}
    </div>
  );
}
