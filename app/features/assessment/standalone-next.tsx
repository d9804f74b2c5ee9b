import { ButtonLink } from "#app/components/button.tsx";
import type { ResultPage } from "./results.queries.server.ts";

/** What to do next after a result that stands alone: no lesson waits for it. */
export function StandaloneNext({ standalone }: { standalone: NonNullable<ResultPage["standalone"]> }) {
  const { key, open } = standalone;
  return (
    <div className="flex flex-wrap gap-3">
      {open ? (
        <ButtonLink href={`/assessments/${key}/take`} look="secondary">
          Take it again
        </ButtonLink>
      ) : null}
    </div>
  );
}
