import Stripe from "stripe";
import { log } from "#app/platform/log.server.ts";
import { findPlainOffer, totalOf } from "../offer.queries.server.ts";
import { type ToPaymentPage, toPaymentPage } from "../start-checkout.server.ts";
import { openTeamOrder, type TeamToBe } from "./open-team-order.server.ts";
import { FEWEST_SEATS, MOST_SEATS, MOST_TO_PAY } from "./seat-rules.ts";

export type StartTeam =
  | ToPaymentPage
  /** This form has been sent and paid before. */
  | { status: "bought"; teamId: string }
  | { status: "refused"; reason: "no-such-course" | "free" | "not-for-sale" | "payment-service" | "bad-number" | "too-much" };

const ROUNDS = 5;

/** Takes a person to Stripe's page for seats of a course: so many times its price. */
export async function startTeam(ask: {
  userId: string;
  courseKey: string;
  requestId: string;
  team: TeamToBe;
}): Promise<StartTeam> {
  const { userId, courseKey, requestId, team } = ask;
  const counts = Number.isInteger(team.seats) && team.seats >= FEWEST_SEATS && team.seats <= MOST_SEATS;
  if (!counts) return { status: "refused", reason: "bad-number" };
  const found = await findPlainOffer(courseKey);
  if (found.status === "refused") return found;
  if (totalOf(found.offer.lines) * team.seats > MOST_TO_PAY) return { status: "refused", reason: "too-much" };
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      const opened = await openTeamOrder({ userId, offer: found.offer, requestId, team });
      if (opened.status === "bought") return opened;
      const outcome = await toPaymentPage(opened.order);
      if (outcome) return outcome;
    }
    log.warn({ userId, courseKey }, "seats could not be bought: their order kept changing");
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    log.error({ err: error, userId, courseKey }, "seats could not be bought");
  }
  return { status: "refused", reason: "payment-service" };
}
