import type { ReactNode } from "react";
import { Button } from "#app/components/button.tsx";

/** The form above a list that narrows it. It changes nothing, so its address can be kept and sent. */
export function ListFilter({ path, button, children }: { path: string; button: string; children: ReactNode }) {
  return (
    <search>
      <form method="get" action={path} className="flex flex-wrap items-end gap-x-4">
        {children}
        <div className="mb-5">
          <Button look="secondary">{button}</Button>
        </div>
      </form>
    </search>
  );
}
