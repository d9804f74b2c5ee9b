import { LRUCache } from "lru-cache";
import { type CompiledInstrument, readCompiled } from "#app/features/instruments/compiled.ts";
import { type Db, db, pool, type RunStatement } from "#app/platform/db.server.ts";

/** An instrument as attempts are pinned to it. It never changes, so a process keeps what it has read. */
export interface Revision {
  id: string;
  instrument: CompiledInstrument;
}

const byId = new LRUCache<string, Revision>({ max: 300 });
const idByDigest = new LRUCache<string, string>({ max: 1_000 });

/** The revision that a lesson of a release names; null where the course has none such. */
export async function findRevision(
  ask: { courseId: string; instrument: { key: string; digest: string } },
  tx: Db = db,
): Promise<Revision | null> {
  const { courseId, instrument } = ask;
  const name = `${courseId} ${instrument.key} ${instrument.digest}`;
  const known = byId.get(idByDigest.get(name) ?? "");
  if (known) return known;
  const row = await tx.instrumentRevision.findUnique({ where: { courseId_key_digest: { courseId, ...instrument } } });
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
