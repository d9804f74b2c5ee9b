import { env } from "../../platform/env.server.ts";
import { buildIfStale } from "./build.ts";
import { requireFreePort, requireWritableFolder } from "./checks.ts";
import { explain } from "./explain.ts";
import { stopRequests } from "./stop-requests.ts";

/** What a start does before there is a build: what is wrong with the configuration is said before anybody waits for one. */
const ending = stopRequests();
try {
  const { host, port, dataDir } = env();
  requireWritableFolder(dataDir);
  await requireFreePort(host, port);
  await buildIfStale({ signal: ending });
} catch (error) {
  if (!ending.aborted) explain(error);
  process.exitCode = 1;
}
