import { ConfigurationError, env, provideDatabaseUrl } from "../platform/env.server.ts";
import { announceSite } from "./start/announce.ts";
import { buildIfStale } from "./start/build.ts";
import { explainPort, requireFreePort, requireWritableFolder } from "./start/checks.ts";
import { closeAll, type Opened } from "./start/close-all.ts";
import { publishContentIfChanged } from "./start/content.ts";
import { openDatabase } from "./start/database.ts";
import { loadServer } from "./start/server.ts";
import { stopRequests } from "./start/stop-requests.ts";

/** `npm start` and `npm run dev`: everything from a fresh clone to a served site, and an orderly end. */
const development = process.argv.includes("--dev");
// From the first moment on: also a start that is cut short leaves nothing running.
const ending = stopRequests();
const opened: Opened[] = [];
let code = 0;

try {
  await open(ending);
  if (!ending.aborted) await new Promise((resolve) => ending.addEventListener("abort", resolve));
} catch (error) {
  // What goes wrong after somebody said stop is the stopping.
  if (!ending.aborted) {
    code = 1;
    explain(error);
  }
}
if (!(await closeAll(opened))) code = 1;
process.exit(code);

async function open(signal: AbortSignal): Promise<void> {
  const { host, port, dataDir } = env();
  requireWritableFolder(dataDir);
  await requireFreePort(host, port);
  if (!development) await buildIfStale({ signal });
  const database = await openDatabase(signal);
  opened.push({ name: "database", close: database.close });
  provideDatabaseUrl(database.url);
  signal.throwIfAborted();
  await publishContentIfChanged({ signal, development });
  const server = await loadServer(development);
  signal.throwIfAborted();
  const serving = await server.serve().catch((error) => {
    throw explainPort(error, host, port);
  });
  opened.push({ name: "site", close: serving.close });
  const firstInstructorPath = await server.createFirstInstructorLink();
  if (!signal.aborted) announceSite({ embeddedDatabase: database.embedded, firstInstructorPath });
}

/** One sentence for what a person can mend; the whole trace for what is our fault. */
function explain(error: unknown): void {
  console.error(error instanceof ConfigurationError ? error.message : error);
}
