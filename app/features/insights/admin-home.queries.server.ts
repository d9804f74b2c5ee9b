import { db } from "#app/platform/db.server.ts";
import { countWaitingEvents } from "./events.queries.server.ts";
import { countUnsentMails, mailIsSent } from "./mails.queries.server.ts";
import { listOrders, type OrderLine } from "./orders.queries.server.ts";
import { listPeople, type PersonLine } from "./people.queries.server.ts";

const NEWEST = 5;

/** What an admin looks at first. */
export interface AdminHome {
  ordersToLookAt: number;
  events: { waiting: number; failed: number };
  mails: { unsent: number; failed: number; sending: boolean };
  newestOrders: OrderLine[];
  newestPeople: PersonLine[];
}

export async function readAdminHome(): Promise<AdminHome> {
  const [ordersToLookAt, events, mails, { orders }, { people }] = await Promise.all([
    db.order.count({ where: { attention: { not: null } } }),
    countWaitingEvents(),
    countUnsentMails(),
    listOrders({}, NEWEST),
    listPeople({}, NEWEST),
  ]);
  return { ordersToLookAt, events, mails: { ...mails, sending: mailIsSent() }, newestOrders: orders, newestPeople: people };
}
