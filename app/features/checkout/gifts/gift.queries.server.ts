import { now } from "#app/platform/clock.server.ts";
import { db } from "#app/platform/db.server.ts";
import { hashSecretToken } from "#app/platform/secret-token.server.ts";
import { type GiftState, giftState, moneyIsThere } from "./gift-state.ts";
import { ownsAll } from "./redeem-gift.server.ts";

/** A gift as its buyer sees it. */
export interface GivenGift {
  id: string;
  orderNumber: number;
  title: string;
  state: GiftState;
  recipientEmail: string;
  senderName: string;
  message: string;
  /** YYYY-MM-DD in `timeZone`. */
  sendOn: string;
  timeZone: string;
  /** The moment that this is. */
  sendAt: Date;
  /** Its day has come: it goes out within a minute. */
  due: boolean;
  sentAt: Date | null;
  redeemedAt: Date | null;
}

const SELECTED = {
  ...{ id: true, recipientEmail: true, senderName: true, message: true, sendOn: true, timeZone: true },
  ...{ sendAt: true, sentAt: true, redeemedAt: true },
  order: {
    select: { number: true, status: true, paidAt: true, items: { orderBy: { id: "asc" }, select: { title: true } } },
  },
} as const;

/** What a person has given, the newest first. Payment pages that were left are no gifts. */
export async function listGivenGifts(userId: string): Promise<GivenGift[]> {
  const gifts = await db.gift.findMany({
    where: { order: { userId, OR: [{ paidAt: { not: null } }, { status: "awaiting_payment" }] } },
    orderBy: { id: "desc" },
    select: SELECTED,
  });
  return gifts.map(asGiven);
}

/** One gift of this buyer; null where there is none, or it is somebody else's. */
export async function readGivenGift(ask: { userId: string; giftId: string }): Promise<GivenGift | null> {
  const gift = await db.gift.findFirst({ where: { id: ask.giftId, order: { userId: ask.userId } }, select: SELECTED });
  return gift && asGiven(gift);
}

interface Row {
  id: string;
  recipientEmail: string;
  senderName: string;
  message: string;
  sendOn: string;
  timeZone: string;
  sendAt: Date;
  sentAt: Date | null;
  redeemedAt: Date | null;
  order: {
    number: number;
    status: Parameters<typeof giftState>[0]["orderStatus"];
    paidAt: Date | null;
    items: { title: string }[];
  };
}

function asGiven({ order, ...gift }: Row): GivenGift {
  const state = giftState({ ...gift, orderStatus: order.status, paidAt: order.paidAt });
  const title = order.items.map((item) => item.title).join(", ");
  return { ...gift, orderNumber: order.number, title, state, due: gift.sendAt <= now() };
}

/** What the page of a gift's link shows: to whoever has the link, and nothing that leads to an address. */
export type GiftPage =
  | { status: "open"; title: string; senderName: string; message: string; owned: boolean }
  | { status: "yours"; title: string; courseKeys: string[] }
  | { status: "refused"; reason: "unknown-link" | "taken" | "withdrawn" };

export async function readGiftPage(ask: { token: string; userId: string | null }): Promise<GiftPage> {
  const link = await db.giftLink.findUnique({
    where: { id: hashSecretToken(ask.token) },
    select: {
      gift: {
        select: {
          ...{ senderName: true, message: true, redeemedAt: true, redeemedById: true },
          order: {
            select: {
              status: true,
              items: {
                orderBy: { id: "asc" },
                select: {
                  title: true,
                  courses: { select: { course: { select: { id: true, key: true } } } },
                },
              },
            },
          },
        },
      },
    },
  });
  if (!link) return { status: "refused", reason: "unknown-link" };
  const { order, redeemedAt, redeemedById, senderName, message } = link.gift;
  if (!moneyIsThere(order.status)) return { status: "refused", reason: "withdrawn" };
  const title = order.items.map((item) => item.title).join(", ");
  const courses = order.items.flatMap((item) => item.courses.map(({ course }) => course));
  if (redeemedAt && (ask.userId === null || redeemedById !== ask.userId)) return { status: "refused", reason: "taken" };
  if (redeemedAt) return { status: "yours", title, courseKeys: courses.map(({ key }) => key) };
  const ids = courses.map(({ id }) => id);
  const owned = ask.userId !== null && (await ownsAll(ask.userId, ids, db));
  return { status: "open", title, senderName, message, owned };
}

/** The gift of an order, for the page that a buyer comes back to from paying; null where it is none. */
export async function findGiftOfOrder(ask: { userId: string; orderNumber: number }): Promise<string | null> {
  const gift = await db.gift.findFirst({
    where: { order: { number: ask.orderNumber, userId: ask.userId } },
    select: { id: true },
  });
  return gift?.id ?? null;
}
