import { limit } from "#app/platform/rate-limit.server.ts";
import { normalCode } from "./decide-coupon.ts";
import type { OfferAsk } from "./offer.queries.server.ts";
import { type StartCheckout, startCheckout } from "./start-checkout.server.ts";

/** What the form of a course or a bundle asks for. Its fields are all optional: a bare press buys at today's price. */
export interface Press extends OfferAsk {
  /** As it was typed; empty: none. */
  code: string;
  way?: string;
  /** What the buyer has seen that it costs, before a code. */
  shown?: { amount: number; currency: string };
}

export function readPress(courseKey: string, form: URLSearchParams | FormData): Press {
  const field = (name: string) => String(form.get(name) ?? "").trim();
  const currency = /^[a-z]{3}$/.test(field("currency")) ? field("currency") : undefined;
  const bump = field("bump") === "yes";
  const shown = currency && readUnits(field("shown"));
  const beside = bump ? (readUnits(field("shownBump")) ?? 0) : 0;
  return {
    ...{ courseKey, currency, bump, code: field("code") },
    ...(field("way") !== "" && { way: field("way").slice(0, 64) }),
    ...(currency && shown !== undefined && shown !== "" && { shown: { amount: shown + beside, currency } }),
  };
}

type PressBuy = StartCheckout | { status: "refused"; reason: "code"; because: "no-such-code" | "too-many-tries" };

/** Starts what somebody who is signed in pressed. */
export async function pressBuy({ userId, press }: { userId: string; press: Press }): Promise<PressBuy> {
  const { code: written, ...ask } = press;
  const code = written === "" ? undefined : normalCode(written);
  if (written !== "") {
    if (code === undefined) return { status: "refused", reason: "code", because: "no-such-code" };
    // Codes are guessed by trying them.
    if (!(await limit("promotion-code", userId)).allowed) return { status: "refused", reason: "code", because: "too-many-tries" };
  }
  return startCheckout({ ...ask, userId, code: ask.way === undefined ? code : undefined });
}

function readUnits(written: string): number | undefined {
  return /^\d{1,9}$/.test(written) ? Number(written) : undefined;
}
