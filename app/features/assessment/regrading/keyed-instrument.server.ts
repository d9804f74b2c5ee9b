import { LRUCache } from "lru-cache";
import { type AppliedKey, applyKey } from "#app/features/instruments/apply-key.ts";
import type { CompiledInstrument } from "#app/features/instruments/compiled.ts";
import type { RunStatement } from "#app/platform/db.server.ts";
import { loadRevision } from "../revision.queries.server.ts";

const applied = new LRUCache<string, AppliedKey>({ max: 200 });

/** What an attempt asked, under the key of another revision. */
export async function loadAppliedKey(revisionId: string, keyRevisionId: string, run?: RunStatement): Promise<AppliedKey> {
  const name = `${revisionId} ${keyRevisionId}`;
  const known = applied.get(name);
  if (known) return known;
  const asked = (await loadRevision(revisionId, run)).instrument;
  const key = (await loadRevision(keyRevisionId, run)).instrument;
  const made = applyKey(asked, key);
  applied.set(name, made);
  return made;
}

/** The instrument that a score of an attempt is by. */
export async function loadKeyedInstrument(
  { revisionId, keyRevisionId }: { revisionId: string; keyRevisionId: string | null },
  run?: RunStatement,
): Promise<CompiledInstrument> {
  if (keyRevisionId === null || keyRevisionId === revisionId) return (await loadRevision(revisionId, run)).instrument;
  return (await loadAppliedKey(revisionId, keyRevisionId, run)).instrument;
}
