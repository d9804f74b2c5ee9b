import type { ReactNode } from "react";

/** What may be wider than the screen: it scrolls sideways by itself, and by keyboard. */
export function ScrollRegion({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section aria-label={name} tabIndex={0} className="relative overflow-x-auto [&_time]:whitespace-nowrap">
      {children}
    </section>
  );
}
