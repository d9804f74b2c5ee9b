import { db } from "#app/platform/db.server.ts";
import { faultMatters, otherModeEvents, parkedEvents, reconcilerMatters } from "./machine-matters.queries.server.ts";
import { refusedMails } from "./mail-matters.queries.server.ts";
import type { Matter } from "./matters.ts";
import { attentiveOrders, attentivePlans, wrongMatters } from "./order-matters.queries.server.ts";

/** Of each kind; who has more has one fault behind them all. */
const MOST = 100;

/**
 * Everything that a person should look at, what has waited longest first, but for what was set aside. An order is there
 * once: what is wrong with it says also why it could not be mended.
 */
export async function listAttention(): Promise<{ matters: Matter[]; setAside: number }> {
  const [wrong, orders, plans, events, faults, otherMode, mails, reconciler] = await Promise.all([
    wrongMatters(MOST),
    attentiveOrders(MOST),
    attentivePlans(MOST),
    parkedEvents(MOST),
    faultMatters(MOST),
    otherModeEvents(),
    refusedMails(MOST),
    reconcilerMatters(),
  ]);
  const all = [...reconciler, ...otherMode, ...mails, ...onceAnOrder([...wrong, ...orders, ...plans, ...faults, ...events])];
  const aside = await db.setAside.findMany({ where: { key: { in: all.map(({ key }) => key) } } });
  const left = all.filter(({ key, what }) => !aside.some((one) => one.key === key && one.what === what));
  left.sort((a, b) => a.since.getTime() - b.since.getTime() || (a.key < b.key ? -1 : 1));
  return { matters: left, setAside: all.length - left.length };
}

export async function countAttention(): Promise<number> {
  return (await listAttention()).matters.length;
}

function onceAnOrder(matters: Matter[]): Matter[] {
  const first = new Map<string, Matter>();
  const kept: Matter[] = [];
  for (const matter of matters) {
    const known = matter.order && first.get(matter.order.id);
    if (known) {
      if (!known.reason.includes(matter.reason)) known.reason += ` ${matter.reason}`;
      continue;
    }
    const own = { ...matter };
    if (matter.order) first.set(matter.order.id, own);
    kept.push(own);
  }
  return kept;
}
