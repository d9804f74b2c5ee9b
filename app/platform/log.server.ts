import { pino } from "pino";
import { env } from "./env.server.ts";

/** Structured log on standard output. What could open an account or a payment never reaches it. */
export const log = pino({
  level: env().logLevel,
  redact: {
    paths: [
      "*.password",
      "*.token",
      "*.secret",
      "*.cookie",
      "*.authorization",
      "password",
      "token",
      "secret",
      "cookie",
      "authorization",
    ],
    censor: "[redacted]",
  },
  base: undefined,
});
