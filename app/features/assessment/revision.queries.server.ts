import { LRUCache } from "lru-cache";
import { type CompiledInstrument, readCompiled } from "#app/features/instruments/compiled.ts";
import { pool, type RunStatement } from "#app/platform/db.server.ts";

/** An instrument as attempts are pinned to it. It never changes, so a process keeps what it has read. */
export interface Revision {
  id: string;
  instrument: CompiledInstrument;
}

const byId = new LRUCache<string, Revision>({ max: 300 });
const idByDigest = new LRUCache<string, string>({ max: 1_000 });

const finding = {
  name: "revision-by-digest",
  text: `select id, definition from "InstrumentRevision" where "courseId" = $1 and key = $2 and digest = $3`,
};

/** The revision that a lesson of a release names; null where the course has none such. `run` as for `loadRevision`. */
export async function findRevision(
  ask: { courseId: string; instrument: { key: string; digest: string } },
  run?: RunStatement,
): Promise<Revision | null> {
  const { courseId, instrument } = ask;
  const name = `${courseId} ${instrument.key} ${instrument.digest}`;
  const known = byId.get(idByDigest.get(name) ?? "");
  if (known) return known;
  const values = [courseId, instrument.key, instrument.digest];
  const rows = run
    ? await run<{ id: string; definition: unknown }>(finding, values)
    : (await pool.query<{ id: string; definition: unknown }>({ ...finding, values })).rows;
  const [row] = rows;
  if (!row) return null;
  idByDigest.set(name, row.id);
  return keep(row.id, row.definition);
}

const statement = { name: "revision", text: `select definition from "InstrumentRevision" where id = $1` };

/**
 * `run` is the transaction that the caller is in: who holds a connection may not wait for another one.
 * @throws where there is no such revision: attempts refer to it by a foreign key.
 */
export async function loadRevision(id: string, run?: RunStatement): Promise<Revision> {
  const known = byId.get(id);
  if (known) return known;
  const rows = run
    ? await run<{ definition: unknown }>(statement, [id])
    : (await pool.query<{ definition: unknown }>({ ...statement, values: [id] })).rows;
  const [row] = rows;
  if (!row) throw new Error(`There is no instrument revision ${id}.`);
  return keep(id, row.definition);
}

function keep(id: string, definition: unknown): Revision {
  const revision = { id, instrument: readCompiled(definition) };
  byId.set(id, revision);
  return revision;
}
