import { randomUUID } from "node:crypto";
import { fulfil } from "#app/features/checkout/fulfil.server.ts";
import { inviteToTeam } from "#app/features/checkout/teams/invite-to-team.server.ts";
import { startTeam } from "#app/features/checkout/teams/start-team.server.ts";
import { db } from "#app/platform/db.server.ts";
import type { SandboxControls } from "#app/platform/stripe/sandbox/controls.ts";
import { mailsTo } from "./outbox.ts";
import { aStudent } from "./people.ts";

interface Given {
  owner?: { id: string };
  name?: string;
  seats?: number;
  requestId?: string;
}

/** Somebody on the payment page of a team: three seats where nothing else is said. */
export async function anOpenTeam(course: { key: string }, given: Given = {}) {
  const { owner = await aStudent(), name = "The team", seats = 3, requestId = randomUUID() } = given;
  const started = await startTeam({ userId: owner.id, courseKey: course.key, requestId, team: { name, seats } });
  if (started.status !== "redirect") throw new Error(`Not sent to pay: ${JSON.stringify(started)}`);
  const order = await db.order.findUniqueOrThrow({ where: { number: started.orderNumber }, include: { team: true } });
  return { owner, requestId, orderId: order.id, sessionId: order.checkoutSessionId!, teamId: order.team!.id };
}

/** A team that is paid, with these addresses invited and the tokens of their links. */
export async function aTeam(course: { key: string }, controls: SandboxControls, given: Given & { emails?: string[] } = {}) {
  const team = await anOpenTeam(course, given);
  await controls.payByCard(team.sessionId);
  await fulfil(team.sessionId);
  const { emails = [] } = given;
  if (emails.length > 0) await inviteToTeam({ userId: team.owner.id, teamId: team.teamId, emails });
  const payment = await db.payment.findFirstOrThrow({ where: { orderId: team.orderId } });
  const seats = await db.seat.findMany({ where: { teamId: team.teamId }, orderBy: { number: "asc" } });
  const tokens = await Promise.all(emails.map(seatTokenFor));
  return { ...team, paymentIntent: payment.paymentIntentId, seatIds: seats.map(({ id }) => id), tokens };
}

export const addresses = (count: number) => Array.from({ length: count }, () => `member-${randomUUID()}@example.org`);

/** The token in the last invitation to an address. */
export async function seatTokenFor(address: string): Promise<string> {
  const mail = (await mailsTo(address)).findLast(({ kind }) => kind === "seat");
  const token = mail?.text.match(/\/seat\/([\w-]{43})(?=\s|$)/)?.[1];
  if (!token) throw new Error(`No invitation to ${address}.`);
  return token;
}
