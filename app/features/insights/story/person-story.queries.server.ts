import { revocationInWords } from "#app/features/access/decide-access.ts";
import { db } from "#app/platform/db.server.ts";
import type { LedgerKind } from "#prisma/generated/client.ts";
import { listCourseChoices } from "../course-choices.queries.server.ts";
import { describeAct } from "./describe-act.ts";

/** One thing that happened, in words. */
export interface StoryLine {
  id: string;
  at: Date;
  kind: "account" | "order" | "money" | "access" | "gift" | "seat" | "plan" | "stripe" | "desk";
  words: string;
  /** In minor units; money that went back is negative. */
  money: { amount: number; currency: string } | null;
  orderNumber: number | null;
  /** Who of the staff did it, and why. */
  by: { id: string; name: string } | null;
  why: string;
}

/** So many of the newest of each kind of thing; who has more is told that the rest is on the orders' own pages. */
const MOST = 300;

/** Everything that led to what a person can open, the newest first. `cut`: there is more than is shown. */
export async function readStory(userId: string): Promise<{ lines: StoryLine[]; cut: boolean }> {
  const orders = await ordersAbout(userId);
  const ids = orders.map(({ id }) => id);
  const number = new Map(orders.map((order) => [order.id, order.number]));
  const parts = await Promise.all([
    moneyLines(ids),
    accessLines(userId),
    planLines(userId),
    eventLines(ids),
    deskLines(userId, ids),
  ]);
  const lines = [...orders.flatMap((order) => order.lines), ...parts.flat()].map(({ orderId, ...line }) => ({
    ...{ money: null, by: null, why: "", ...line },
    orderNumber: orderId === null ? null : (number.get(orderId) ?? null),
  }));
  lines.sort((a, b) => second(b) - second(a) || RANK.indexOf(b.kind) - RANK.indexOf(a.kind) || (a.id < b.id ? 1 : -1));
  return { lines: lines.slice(0, MOST), cut: lines.length > MOST };
}

/** Stripe's clock has no parts of a second: what comes first within one is what leads to the rest. */
const RANK: StoryLine["kind"][] = ["account", "order", "gift", "seat", "plan", "money", "stripe", "desk", "access"];
const second = ({ at }: StoryLine) => Math.floor(at.getTime() / 1000);

type Line = Pick<StoryLine, "id" | "at" | "kind" | "words"> &
  Partial<Pick<StoryLine, "money" | "by" | "why">> & { orderId: string | null };

const FOR: Record<string, string> = { own: "for themselves", gift: "as a gift", team: "for a team" };

/** Their own orders, and those of the gifts and seats that they took. */
async function ordersAbout(userId: string): Promise<{ id: string; number: number; lines: Line[] }[]> {
  const orders = await db.order.findMany({
    where: { OR: [{ userId }, { gift: { redeemedById: userId } }, { team: { seats: { some: { userId } } } }] },
    orderBy: { number: "desc" },
    take: MOST,
    select: {
      ...{ id: true, number: true, userId: true, purpose: true, createdAt: true, total: true, currency: true, guestId: true },
      items: { select: { title: true }, orderBy: { position: "asc" } },
      gift: { select: { sentAt: true, sendings: true, redeemedAt: true, redeemedById: true } },
      team: { select: { name: true, seats: { where: { userId }, select: { joinedAt: true, closedAt: true } } } },
    },
  });
  return orders.map(({ id, number, items, gift, team, ...order }) => {
    const titles = items.map(({ title }) => title).join(", ");
    const lines: Line[] = [];
    const add = (name: string, kind: Line["kind"], at: Date | null | undefined, words: string, more: Partial<Line> = {}) => {
      if (at) lines.push({ id: `${name}:${id}`, kind, at, words, orderId: id, ...more });
    };
    const mine = order.userId === userId;
    const guest = order.guestId ? ", before they had an account" : "";
    if (mine)
      add("order", "order", order.createdAt, `Ordered ${titles} ${FOR[order.purpose]}${guest}.`, {
        money: { amount: order.total, currency: order.currency },
      });
    if (mine)
      add("gift-sent", "gift", gift?.sentAt, `Their gift of ${titles} was mailed${gift && gift.sendings > 1 ? " again" : ""}.`);
    if (gift?.redeemedById === userId) add("gift-taken", "gift", gift.redeemedAt, `Took a gift of ${titles}.`);
    else if (mine) add("gift-taken", "gift", gift?.redeemedAt, `Their gift of ${titles} was taken.`);
    for (const seat of team?.seats ?? []) {
      add("seat", "seat", seat.joinedAt, `Took a seat of the team “${team!.name}” in ${titles}.`);
      add("seat-closed", "seat", seat.closedAt, `Their seat of the team “${team!.name}” closed: its price went back.`);
    }
    return { id, number, lines };
  });
}

const MONEY: Record<LedgerKind, string> = {
  payment: "Paid.",
  refund: "Money went back.",
  refund_returned: "A refund came to nothing, and the money is back.",
  dispute: "The buyer's bank took the money.",
  dispute_returned: "The bank gave the money back.",
  access_opened: "The order opened again.",
  access_closed: "The order closed",
};

/** What moved, and what an order opened and closed by it; that it opened first is told by the grant itself. */
async function moneyLines(orderIds: string[]): Promise<Line[]> {
  const rows = await db.ledgerEntry.findMany({
    where: { orderId: { in: orderIds } },
    orderBy: { number: "desc" },
    take: MOST,
  });
  return rows.flatMap(({ number, key, kind, orderId, amount, currency, reason, happenedAt }) => {
    if (kind === "access_opened" && key.endsWith(":1")) return [];
    const access = kind.startsWith("access_");
    const words = kind === "access_closed" ? `${MONEY[kind]}: ${revocationInWords(reason)}.` : MONEY[kind];
    const money = access ? null : { amount, currency };
    return [
      { id: `ledger:${number}`, at: happenedAt, kind: access ? ("access" as const) : ("money" as const), words, money, orderId },
    ];
  });
}

const SOURCES: Record<string, string> = {
  order: "bought",
  free: "begun for free",
  manual: "granted by hand",
  staff: "granted to staff",
  gift: "a gift",
  team: "a seat of a team",
  subscription: "a membership",
};

async function accessLines(userId: string): Promise<Line[]> {
  const titles = new Map((await listCourseChoices()).map(({ key, title }) => [key, title]));
  const rows = await db.entitlement.findMany({
    where: { userId },
    orderBy: { id: "desc" },
    take: MOST,
    include: {
      course: { select: { key: true } },
      orderItem: { select: { orderId: true } },
      subscription: { select: { orderId: true } },
    },
  });
  return rows.map(({ id, course, source, createdAt, orderItem, subscription }) => ({
    ...{ id: `grant:${id}`, at: createdAt, kind: "access" as const },
    words: `${titles.get(course.key) ?? course.key} opened: ${SOURCES[source]}.`,
    orderId: orderItem?.orderId ?? subscription?.orderId ?? null,
  }));
}

async function planLines(userId: string): Promise<Line[]> {
  const plans = await db.subscription.findMany({
    where: { userId },
    select: { id: true, title: true, createdAt: true, endedAt: true, orderId: true },
  });
  return plans.flatMap(({ id, title, createdAt, endedAt, orderId }) => [
    { id: `plan:${id}`, at: createdAt, kind: "plan" as const, words: `Began to pay for ${title} by a plan.`, orderId },
    ...(endedAt
      ? [{ id: `plan-end:${id}`, at: endedAt, kind: "plan" as const, words: `The plan for ${title} ended.`, orderId }]
      : []),
  ]);
}

async function eventLines(orderIds: string[]): Promise<Line[]> {
  const events = await db.stripeEvent.findMany({
    where: { orderId: { in: orderIds } },
    orderBy: { receivedAt: "desc" },
    take: MOST,
    select: { id: true, type: true, receivedAt: true, outcome: true, processedAt: true, orderId: true },
  });
  return events.map(({ id, type, receivedAt, outcome, processedAt, orderId }) => ({
    ...{ id: `event:${id}`, at: receivedAt, kind: "stripe" as const, orderId },
    words: `Stripe told: ${type}${processedAt ? (outcome ? `, ${outcome.replaceAll("-", " ")}` : "") : ", not acted on yet"}.`,
  }));
}

/** What somebody did by hand, and how orders moved. */
async function deskLines(userId: string, orderIds: string[]): Promise<Line[]> {
  const granted = await db.entitlement.findMany({ where: { userId }, select: { id: true } });
  const entries = await db.auditEntry.findMany({
    where: {
      OR: [
        { subjectKind: "user", subjectId: userId },
        { subjectKind: "entitlement", subjectId: { in: granted.map(({ id }) => id) } },
        { subjectKind: "order", subjectId: { in: orderIds } },
      ],
    },
    orderBy: { id: "desc" },
    take: MOST,
  });
  const actors = await db.user.findMany({
    where: { id: { in: entries.flatMap(({ actorId }) => actorId ?? []) } },
    select: { id: true, name: true },
  });
  return entries.map(({ id, at, actorId, action, subjectKind, subjectId, reason, detail }) => ({
    ...{ id: `audit:${id}`, at, kind: action.startsWith("account.") ? ("account" as const) : ("desk" as const) },
    words: describeAct(action, detail),
    by: actorId === null || actorId === userId ? null : (actors.find((actor) => actor.id === actorId) ?? null),
    why: reason,
    orderId: subjectKind === "order" ? subjectId : null,
  }));
}
