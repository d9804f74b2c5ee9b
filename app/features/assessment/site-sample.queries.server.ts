import { LRUCache } from "lru-cache";
import { comparableForm } from "#app/features/instruments/comparable-forms.ts";
import { type CompiledProfileInstrument, readCompiled } from "#app/features/instruments/compiled.ts";
import { scaleSamples } from "#app/features/instruments/scale-samples.ts";
import { FEWEST_FOR_NORMS, precisionOf, type ScaleSample } from "#app/features/instruments/score-figures.ts";
import { now } from "#app/platform/clock.server.ts";
import { pool } from "#app/platform/db.server.ts";
import type { Revision } from "./revision.queries.server.ts";
import { toAnswers } from "./submit-attempt.server.ts";

export type SiteSamples = ReadonlyMap<string, ScaleSample>;

const NOBODY: SiteSamples = new Map();

/** The most recent so many count: more would tell no more, and the memory of one reading stays small. */
const MOST_PEOPLE = 5_000;

const KEPT_FOR = 60 * 60_000;

const kept = new LRUCache<string, { at: number; samples: Promise<SiteSamples> }>({ max: 100 });

/**
 * How people who took this instrument on this site scored, by scale, where they are at least a hundred. Everybody counts
 * once, with their first attempt, as only that was made without having seen results, and only where it was made at a
 * revision that asks the same. Read at most once an hour by each process; not at all where the instrument states all
 * figures itself.
 */
export async function readSiteSamples({ id, instrument }: Revision): Promise<SiteSamples> {
  if (instrument.kind !== "profile" || instrument.scales.every((scale) => scale.norms && precisionOf(scale))) return NOBODY;
  const at = now().getTime();
  const known = kept.get(id);
  if (known && at - known.at < KEPT_FOR && at >= known.at) return known.samples;
  const samples = gather(instrument);
  kept.set(id, { at, samples });
  samples.catch(() => kept.delete(id));
  return samples;
}

async function gather(instrument: CompiledProfileInstrument): Promise<SiteSamples> {
  const form = comparableForm(instrument);
  const { rows: revisions } = await pool.query<{ id: string; courseId: string; definition: unknown }>(
    `select id, "courseId", definition from "InstrumentRevision" where key = $1`,
    [instrument.key],
  );
  const same = revisions.filter(({ definition }) => comparableForm(readCompiled(definition)) === form);
  const { rows } = await pool.query<{ answers: [itemKey: string, value: unknown][] | null }>(
    `with first as (
       select distinct on (a."userId") a.id, a."revisionId", a."submittedAt"
       from "Attempt" a join "InstrumentRevision" r on r.id = a."revisionId" join "User" u on u.id = a."userId"
       where r.key = $1 and r."courseId" = any ($2::text[]) and a."submittedAt" is not null and u.role <> 'admin'
         and not exists (select from "CourseStaff" s where s."courseId" = a."courseId" and s."userId" = a."userId")
       order by a."userId", a."submittedAt", a.id
     )
     select (select json_agg(json_build_array(n."itemKey", n.value)) from "Answer" n where n."attemptId" = f.id) as answers
     from first f where f."revisionId" = any ($3::text[]) order by f."submittedAt" desc limit $4`,
    [instrument.key, same.map(({ courseId }) => courseId), same.map(({ id }) => id), MOST_PEOPLE],
  );
  if (rows.length < FEWEST_FOR_NORMS) return NOBODY;
  return scaleSamples(
    instrument,
    rows.map(({ answers }) => toAnswers(instrument, answers ?? [])),
  );
}
