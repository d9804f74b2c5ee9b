import type { Prisma } from "#prisma/generated/client.ts";
import type { OrderStatus } from "../settle-order.ts";
import type { SeatFacts } from "./seat-rules.ts";

export interface LockedSeat extends SeatFacts {
  email: string;
  mails: number;
  turn: number;
  userId: string | null;
}

export interface LockedTeam {
  id: string;
  name: string;
  orderId: string;
  orderStatus: OrderStatus;
  ownerId: string;
  title: string;
  courses: { id: string; key: string; orderItemId: string }[];
  seats: LockedSeat[];
}

/**
 * Locks a team by its order, as everything does that changes a seat, and reads it as it is then. Whoever locks a person
 * too does it after. Null where there is no such team, or, with `ownerId`, none of that owner.
 */
export async function lockTeam(teamId: string, tx: Prisma.TransactionClient, ownerId?: string): Promise<LockedTeam | null> {
  await tx.$queryRaw`
    select o.id from "Order" o join "Team" t on t."orderId" = o.id where t.id = ${teamId} for update of o`;
  // A statement of its own: what it reads is as fresh as the lock.
  const team = await tx.team.findFirst({
    where: { id: teamId, order: { userId: ownerId } },
    include: {
      order: {
        include: {
          items: {
            orderBy: { id: "asc" },
            include: { courses: { select: { course: { select: { id: true, key: true } } } } },
          },
        },
      },
    },
  });
  if (!team) return null;
  const { order } = team;
  return {
    id: team.id,
    name: team.name,
    orderId: order.id,
    orderStatus: order.status,
    ownerId: order.userId,
    title: order.items.map((item) => item.title).join(", "),
    courses: order.items.flatMap((item) => item.courses.map(({ course }) => ({ ...course, orderItemId: item.id }))),
    seats: await readSeats({ teamId }, tx),
  };
}

/** The seats of a team with whether their holders have opened a course of it; what they did there is theirs. */
export function readSeats(
  of: { teamId: string } | { orderId: string },
  tx: Pick<Prisma.TransactionClient, "$queryRaw">,
): Promise<LockedSeat[]> {
  const [teamId, orderId] = "teamId" in of ? [of.teamId, null] : [null, of.orderId];
  return tx.$queryRaw<LockedSeat[]>`
    select s.id, s.number, s.email, s."invitedAt", s.mails, s."joinedAt", s."userId", s.turn, s."closedAt",
      -- Who has erased their account had it.
      (s."joinedAt" is not null and s."userId" is null) or exists (
        select from "Enrolment" e join "OrderItemCourse" ic on ic."courseId" = e."courseId"
        join "OrderItem" i on i.id = ic."orderItemId" join "Team" t on t."orderId" = i."orderId"
        where t.id = s."teamId" and e."userId" = s."userId") as entered
    from "Seat" s join "Team" its on its.id = s."teamId" where its.id = ${teamId} or its."orderId" = ${orderId} order by s.number`;
}
