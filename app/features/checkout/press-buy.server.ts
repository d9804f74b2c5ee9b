import { limit } from "#app/platform/rate-limit.server.ts";
import { normalCode } from "./decide-coupon.ts";
import { type StartCheckout, startCheckout } from "./start-checkout.server.ts";

type PressBuy = StartCheckout | { status: "refused"; reason: "code"; because: "no-such-code" | "too-many-tries" };

/** What the form of a course or a bundle asks for, done. Its fields are all optional: a bare press buys at today's price. */
export async function pressBuy(ask: { userId: string; courseKey: string; form: URLSearchParams | FormData }): Promise<PressBuy> {
  const { userId, courseKey, form } = ask;
  const field = (name: string) => String(form.get(name) ?? "").trim();
  const written = field("code");
  const code = written === "" ? undefined : normalCode(written);
  if (written !== "") {
    if (code === undefined) return { status: "refused", reason: "code", because: "no-such-code" };
    // Codes are guessed by trying them.
    if (!(await limit("promotion-code", userId)).allowed) return { status: "refused", reason: "code", because: "too-many-tries" };
  }
  const currency = /^[a-z]{3}$/.test(field("currency")) ? field("currency") : undefined;
  const bump = field("bump") === "yes";
  const shown = currency && readUnits(field("shown"));
  const beside = bump ? (readUnits(field("shownBump")) ?? 0) : 0;
  return startCheckout({
    ...{ userId, courseKey, code, currency, bump },
    ...(currency && shown !== undefined && shown !== "" && { shown: { amount: shown + beside, currency } }),
  });
}

function readUnits(written: string): number | undefined {
  return /^\d{1,9}$/.test(written) ? Number(written) : undefined;
}
