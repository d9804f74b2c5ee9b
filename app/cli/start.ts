import { ConfigurationError, env, provideDatabaseUrl } from "../platform/env.server.ts";
import { buildIfStale } from "./start/build.ts";
import { requireFreePort, requireWritableFolder } from "./start/checks.ts";
import { publishContentIfChanged } from "./start/content.ts";
import { openDatabase } from "./start/database.ts";
import { announceSite } from "./start/announce.ts";
import { loadServer } from "./start/server.ts";

/** `npm start` and `npm run dev`: everything from a fresh clone to a served site, and an orderly end. */
const development = process.argv.includes("--dev");

try {
  const { host, port, dataDir } = env();
  requireWritableFolder(dataDir);
  await requireFreePort(host, port);
  if (!development) await buildIfStale();
  const database = await openDatabase();
  provideDatabaseUrl(database.url);
  const closers = [database.close];

  let closing = false;
  const close = async (code: number) => {
    if (closing) return;
    closing = true;
    for (const closer of closers.reverse()) await closer().catch((error) => console.error(error));
    process.exit(code);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void close(0));

  try {
    await publishContentIfChanged();
    const server = await loadServer(development);
    const serving = await server.serve();
    closers.push(serving.close);
    announceSite({ embeddedDatabase: database.embedded, firstInstructorPath: await server.createFirstInstructorLink() });
  } catch (error) {
    explain(error);
    await close(1);
  }
} catch (error) {
  explain(error);
  process.exit(1);
}

/** One sentence for what a person can mend; the whole trace for what is our fault. */
function explain(error: unknown): void {
  if (error instanceof ConfigurationError) console.error(error.message);
  else console.error(error);
}
