import { db } from "#app/platform/db.server.ts";
import { hashSecretToken } from "#app/platform/secret-token.server.ts";
import { moneyIsThere } from "../gifts/gift-state.ts";
import { ownsAll } from "../gifts/redeem-gift.server.ts";
import { readSeats } from "./locked-team.server.ts";
import { type SeatState, seatState } from "./seat-rules.ts";

export interface TeamSummary {
  id: string;
  name: string;
  title: string;
  seats: number;
  joined: number;
}

/** Teams that a person pays for, the newest first. */
export async function listOwnTeams(userId: string): Promise<TeamSummary[]> {
  const teams = await db.team.findMany({
    where: { order: { userId, OR: [{ paidAt: { not: null } }, { status: "awaiting_payment" }] } },
    orderBy: { createdAt: "desc" },
    select: {
      ...{ id: true, name: true },
      order: { select: { items: { select: { title: true } } } },
      seats: { where: { closedAt: null }, select: { joinedAt: true } },
    },
  });
  return teams.map(({ order, seats, ...team }) => ({
    ...team,
    title: order.items.map((item) => item.title).join(", "),
    seats: seats.length,
    joined: seats.filter(({ joinedAt }) => joinedAt !== null).length,
  }));
}

/** A team as its owner sees it: who has joined, and nothing of what they do there. */
export interface TeamPage {
  id: string;
  name: string;
  title: string;
  orderNumber: number;
  /** `withdrawn`: all of its money went back. */
  state: "not-paid" | "open" | "withdrawn";
  free: number;
  closed: number;
  /** Those that are not free. */
  seats: { id: string; number: number; email: string; name: string | null; state: SeatState; since: Date }[];
}

export async function readTeam(ask: { userId: string; teamId: string }): Promise<TeamPage | null> {
  const team = await db.team.findFirst({
    where: { id: ask.teamId, order: { userId: ask.userId } },
    select: {
      ...{ id: true, name: true },
      order: { select: { number: true, status: true, paidAt: true, items: { select: { title: true } } } },
      seats: { where: { userId: { not: null } }, select: { id: true, user: { select: { name: true } } } },
    },
  });
  if (!team) return null;
  const { order } = team;
  const names = new Map(team.seats.map(({ id, user }) => [id, user?.name ?? null]));
  const seats = (await readSeats({ teamId: team.id }, db)).map((seat) => ({ ...seat, state: seatState(seat) }));
  return {
    id: team.id,
    name: team.name,
    title: order.items.map((item) => item.title).join(", "),
    orderNumber: order.number,
    state: moneyIsThere(order.status) ? "open" : order.paidAt ? "withdrawn" : "not-paid",
    free: seats.filter(({ state }) => state === "free").length,
    closed: seats.filter(({ state }) => state === "closed").length,
    seats: seats.flatMap(({ id, number, email, state, joinedAt, invitedAt }) => {
      const since = joinedAt ?? invitedAt;
      return since ? [{ id, number, email, name: names.get(id) ?? null, state, since }] : [];
    }),
  };
}

/** What the page of an invitation shows. */
export type SeatPage =
  | { status: "open"; title: string; teamName: string; hindrance: "already-owned" | "already-in-team" | null }
  | { status: "yours"; title: string; courseKeys: string[] }
  | { status: "refused"; reason: "unknown-link" | "taken" | "withdrawn" };

export async function readSeatPage({ token, userId }: { token: string; userId: string | null }): Promise<SeatPage> {
  const seat = await db.seat.findUnique({
    where: { linkHash: hashSecretToken(token) },
    select: {
      ...{ joinedAt: true, userId: true, closedAt: true },
      team: {
        select: {
          ...{ id: true, name: true },
          order: {
            select: {
              status: true,
              items: {
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
  if (!seat) return { status: "refused", reason: "unknown-link" };
  const { team, joinedAt } = seat;
  const { order } = team;
  if (!moneyIsThere(order.status) || seat.closedAt) return { status: "refused", reason: "withdrawn" };
  const title = order.items.map((item) => item.title).join(", ");
  const courses = order.items.flatMap((item) => item.courses.map(({ course }) => course));
  if (joinedAt && (userId === null || seat.userId !== userId)) return { status: "refused", reason: "taken" };
  if (joinedAt) return { status: "yours", title, courseKeys: courses.map(({ key }) => key) };
  return { status: "open", title, teamName: team.name, hindrance: userId === null ? null : await hindranceOf(userId) };

  async function hindranceOf(userId: string) {
    if ((await db.seat.count({ where: { teamId: team.id, userId } })) > 0) return "already-in-team" as const;
    const ids = courses.map(({ id }) => id);
    return (await ownsAll(userId, ids, db)) ? ("already-owned" as const) : null;
  }
}

/** The team of an order, for the page that a buyer comes back to from paying; null where it is none. */
export async function findTeamOfOrder(ask: { userId: string; orderNumber: number }): Promise<string | null> {
  const where = { order: { number: ask.orderNumber, userId: ask.userId } };
  return (await db.team.findFirst({ where, select: { id: true } }))?.id ?? null;
}
