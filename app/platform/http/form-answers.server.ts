import { data } from "@remix-run/node";
import { now } from "../clock.server.ts";
import type { FormReply } from "./parse-form.ts";

/** The page again with what is wrong beside the fields: 400. */
export function badForm(reply: FormReply) {
  return data(reply, { status: 400 });
}

/** The page again where a rate limit was reached: 429, in words and in Retry-After. */
export function tooManyTriesForm(reply: FormReply, retryAt: Date) {
  const seconds = Math.max(1, Math.ceil((retryAt.getTime() - now().getTime()) / 1000));
  const minutes = Math.ceil(seconds / 60);
  const message = `There were too many tries. Wait ${minutes === 1 ? "a minute" : `${minutes} minutes`}, then try again.`;
  const shown: FormReply = { ...reply, errors: { ...reply.errors, "": [message] } };
  return data(shown, { status: 429, headers: { "Retry-After": String(seconds) } });
}
