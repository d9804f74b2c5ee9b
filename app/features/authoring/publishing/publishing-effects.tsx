import { formatMoney, plural } from "#app/components/formatted.tsx";
import type { MigrationDescription } from "#app/features/courseware/describe-migration.server.ts";
import type { Price } from "#app/features/courseware/manifest.ts";

/** What publishing would change, and for how many. */
export function PublishingEffects({ migration }: { migration: MigrationDescription }) {
  const { current, learners, moving, staying, falling, lessons, price } = migration;
  return (
    <ul className="list-disc space-y-1 pl-5">
      <li>{current === null ? "It is the first release." : `It follows release ${current}.`}</li>
      {lessons.added.length > 0 && <li>New: {lessons.added.map(({ title }) => title).join(", ")}</li>}
      {lessons.removed.length > 0 && <li>No longer there: {lessons.removed.map(({ title }) => title).join(", ")}</li>}
      {lessons.renamed.length > 0 && <li>Renamed: {lessons.renamed.map(({ from, to }) => `${from} to ${to}`).join(", ")}</li>}
      {price && (
        <li>
          The price becomes {inWords(price.to)}; it was {inWords(price.from)}. Whoever has bought it is not touched.
        </li>
      )}
      <li>
        {learners === 0
          ? "Nobody is enrolled yet."
          : `${plural(learners, "learner")} enrolled; ${plural(moving, "moves", "move")} to it at the next visit. Every completion is kept.`}
        {staying > 0 && ` ${plural(staying, "stays", "stay")} on the old one until the course is finished.`}
        {falling > 0 && ` For ${falling} the percentage falls, because more is asked.`}
      </li>
    </ul>
  );
}

function inWords(price: Price | null): string {
  return price ? formatMoney(price.amount, price.currency) : "nothing";
}
