import { randomUUID } from "node:crypto";
import { redeemGift } from "#app/features/checkout/gifts/redeem-gift.server.ts";
import { sendGift } from "#app/features/checkout/gifts/send-gift.server.ts";
import { startGift } from "#app/features/checkout/gifts/start-gift.server.ts";
import { startGuestCheckout } from "#app/features/checkout/guests/start-guest-checkout.server.ts";
import { startCheckout } from "#app/features/checkout/start-checkout.server.ts";
import { inviteToTeam } from "#app/features/checkout/teams/invite-to-team.server.ts";
import { joinTeam } from "#app/features/checkout/teams/join-team.server.ts";
import { startTeam } from "#app/features/checkout/teams/start-team.server.ts";
import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { mailsTo } from "#tests/support/outbox.ts";
import { aStudent } from "#tests/support/people.ts";

export const WAYS = ["course", "course", "code", "bundle", "guest", "gift", "team", "live-mode"] as const;
export type Way = (typeof WAYS)[number];

/** What the shop of these schedules sells. */
export interface Goods {
  /** At two prices, in two currencies. */
  courses: string[];
  /** Of both courses. */
  bundle: string;
  /** A code that a few may use. */
  code: string;
}

export const SEATS = 3;

/** Somebody who buys, in one of the ways that there are, and those who get something from it. */
export interface Buyer {
  way: Way;
  /** What Stripe's page asks a visitor for. */
  email?: string;
  /** The button is pressed; the address of Stripe's page, where it leads there. */
  press(): Promise<string | null>;
  /** A gift is taken, or one more seat. Nothing, where that cannot be. */
  take(): Promise<void>;
  /** Whose access may hang on it: the buyer's account, or the accounts of those for whom it is. */
  owners(): Promise<string[]>;
  orders(): Promise<{ id: string }[]>;
}

export async function aBuyer(way: Way, goods: Goods, at: number): Promise<Buyer> {
  const courseKey = goods.courses[at % goods.courses.length]!;
  switch (way) {
    case "guest":
      return aGuest(courseKey);
    case "gift":
      return aGiver(courseKey);
    case "team":
      return aTeamOwner(courseKey);
    default: {
      const { id: userId } = await aStudent();
      const bought = { courseKey: way === "bundle" ? goods.bundle : courseKey, ...(way === "code" && { code: goods.code }) };
      return {
        ...{ way, take: nothing, owners: async () => [userId], orders: () => ordersOf(userId) },
        async press() {
          const started = await startCheckout({ userId, ...bought });
          const url = urlOf(started);
          // An order of the time when this site had its live key: no money of the test mode may ever open it.
          if (way === "live-mode") await db.order.updateMany({ where: { userId }, data: { livemode: true } });
          return url;
        },
      };
    }
  }
}

async function aGuest(courseKey: string): Promise<Buyer> {
  const email = `guest-${randomUUID()}@example.org`;
  const clientAddress = `2001:db8:${randomUUID().slice(0, 4)}:${randomUUID().slice(0, 4)}::1`;
  const standIns = new Set<string>();
  let token: string | null = null;
  const account = async () => (await db.user.findUnique({ where: { email }, select: { id: true } }))?.id;
  return {
    ...{ way: "guest", email, take: nothing },
    async press() {
      const started = await startGuestCheckout({ press: { courseKey }, token, clientAddress });
      if (started.status === "refused") return null;
      token = started.token;
      const order = started.status === "redirect" && (await db.order.findFirst({ where: { checkoutUrl: started.url } }));
      if (order) standIns.add(order.guestId ?? order.userId);
      return urlOf(started);
    },
    owners: async () => [await account()].filter((id) => id !== undefined),
    orders: () => {
      const ids = [...standIns];
      return db.order.findMany({ where: { OR: [{ userId: { in: ids } }, { guestId: { in: ids } }] }, select: { id: true } });
    },
  };
}

async function aGiver(courseKey: string): Promise<Buyer> {
  const { id: userId } = await aStudent();
  const recipient = await aStudent();
  const requestId = randomUUID();
  const words = { recipientEmail: recipient.email, senderName: "Robin", message: "For you." };
  return {
    ...{ way: "gift", owners: async () => [recipient.id], orders: () => ordersOf(userId) },
    press: async () =>
      urlOf(await startGift({ userId, courseKey, requestId, words: { ...words, sendOn: today() }, timeZone: "UTC" })),
    async take() {
      const gift = await db.gift.findFirst({ where: { order: { userId } }, select: { id: true } });
      if (!gift) return;
      await sendGift({ giftId: gift.id, due: true });
      const token = await linkIn(recipient.email, "gift");
      if (token) await redeemGift({ userId: recipient.id, token });
    },
  };
}

async function aTeamOwner(courseKey: string): Promise<Buyer> {
  const { id: userId } = await aStudent();
  const requestId = randomUUID();
  const members: string[] = [];
  return {
    ...{ way: "team", owners: async () => members, orders: () => ordersOf(userId) },
    press: async () => urlOf(await startTeam({ userId, courseKey, requestId, team: { name: "The team", seats: SEATS } })),
    async take() {
      const team = await db.team.findFirst({ where: { order: { userId } }, select: { id: true } });
      if (!team) return;
      const member = await aStudent();
      members.push(member.id);
      await inviteToTeam({ userId, teamId: team.id, emails: [member.email] });
      const token = await linkIn(member.email, "seat");
      if (token) await joinTeam({ userId: member.id, token });
    },
  };
}

const nothing = async () => {};
const ordersOf = (userId: string) => db.order.findMany({ where: { userId }, select: { id: true } });
const urlOf = (started: { status: string; url?: string }) => (started.status === "redirect" ? (started.url ?? null) : null);
const today = () => now().toISOString().slice(0, 10);

async function linkIn(address: string, page: string): Promise<string | undefined> {
  const mails = await mailsTo(address);
  return mails.findLast(({ kind }) => kind === page)?.text.match(new RegExp(`/${page}/([\\w-]{43})(?=\\s|$)`))?.[1];
}
