import { env, provideDatabaseUrl } from "../platform/env.server.ts";
import { announceSite } from "./start/announce.ts";
import { explainPort, requireFreePort, requireWritableFolder } from "./start/checks.ts";
import { closeAll, type Opened } from "./start/close-all.ts";
import { publishContentIfChanged } from "./start/content.ts";
import { openDatabase } from "./start/database.ts";
import { explain } from "./start/explain.ts";
import { loadServer } from "./start/server.ts";
import { stopRequests } from "./start/stop-requests.ts";

/** Everything from a fresh data folder to a served site, and an orderly end. `start.js` runs it. */
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
