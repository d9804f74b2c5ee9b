import { ConfigurationError } from "../../platform/env.server.ts";

/** One sentence for what a person can mend; the whole trace for what is our fault. */
export function explain(error: unknown): void {
  console.error(error instanceof ConfigurationError ? error.message : error);
}
