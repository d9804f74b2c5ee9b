import { commandLineOf } from "../../platform/database/processes.server.ts";

/** Milliseconds between two looks at who our parent is. */
const LOOK = 500;

/**
 * Aborts as soon as somebody wants the site to stop: by Ctrl-C, by a service manager, by closing the terminal. npm
 * runs us below a shell that passes SIGTERM on to nobody; when it ends, that was the wish.
 */
export function stopRequests(): AbortSignal {
  const ending = new AbortController();
  // npm passes Ctrl-C on to who has heard it already, so a second signal means nothing more.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => ending.abort());
  const parent = process.ppid;
  if (/^\S*sh -c .*app\/cli\/start\.js/.test(commandLineOf(parent) ?? "")) {
    setInterval(() => {
      if (process.ppid !== parent) ending.abort();
    }, LOOK).unref();
  }
  return ending.signal;
}
