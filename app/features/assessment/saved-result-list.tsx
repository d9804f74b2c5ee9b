import { FormattedDate } from "#app/components/formatted.tsx";
import type { SavedResult } from "./saved-results.queries.server.ts";

/** Results that stand alone, each with the way to it. */
export function SavedResultList({ results }: { results: SavedResult[] }) {
  return (
    <ul className="border-b border-line">
      {results.map(({ attemptId, title, result, at }) => (
        <li key={attemptId} className="flex flex-wrap justify-between gap-x-4 border-t border-line py-2">
          <a href={`/attempts/${attemptId}/result`} className="text-link">
            {title}: {result}
          </a>
          <span className="text-soft">
            <FormattedDate value={at} time />
          </span>
        </li>
      ))}
    </ul>
  );
}
