/** How many seats are paid for, and which ones close when some are paid back. Pure. */

export const FEWEST_SEATS = 2;
export const MOST_SEATS = 500;
/** In minor units: what Stripe takes for one payment. */
export const MOST_TO_PAY = 99_999_999;

/**
 * One seat goes with each whole price of a seat that went back; what is less, or over, is money that was given back out of
 * kindness and closes nothing. `amount` is what all seats cost, `returned` what went back, in minor units.
 */
export function seatsPaidFor({ quantity, amount }: { quantity: number; amount: number }, returned: number): number {
  const each = amount / quantity;
  return Math.max(0, quantity - Math.floor(returned / each));
}

export interface SeatFacts {
  id: string;
  number: number;
  invitedAt: Date | null;
  joinedAt: Date | null;
  /** Who has it has opened one of its courses. */
  entered: boolean;
  closedAt: Date | null;
}

/**
 * The seats to close or to open again so that `paidFor` are open. Those that nobody misses close first: free ones, then
 * those invited, joined, and entered, of each kind the youngest. They open again the other way round.
 */
export function seatsToMove(seats: SeatFacts[], paidFor: number): { close: string[]; open: string[] } {
  const open = seats.filter(({ closedAt }) => closedAt === null).sort(byLoss);
  const closed = seats.filter(({ closedAt }) => closedAt !== null).sort((a, b) => byLoss(b, a));
  return {
    close: open.slice(0, Math.max(0, open.length - paidFor)).map(({ id }) => id),
    open: closed.slice(0, Math.max(0, paidFor - open.length)).map(({ id }) => id),
  };
}

function byLoss(a: SeatFacts, b: SeatFacts): number {
  return weight(a) - weight(b) || since(b) - since(a) || b.number - a.number;
}

function weight({ invitedAt, joinedAt, entered }: SeatFacts): number {
  if (entered) return 3;
  if (joinedAt) return 2;
  return invitedAt ? 1 : 0;
}

function since({ invitedAt, joinedAt }: SeatFacts): number {
  return (joinedAt ?? invitedAt)?.getTime() ?? 0;
}

export type SeatState = "free" | "invited" | "joined" | "entered" | "closed";

export function seatState(seat: Omit<SeatFacts, "id" | "number">): SeatState {
  if (seat.closedAt) return "closed";
  if (seat.joinedAt) return seat.entered ? "entered" : "joined";
  return seat.invitedAt ? "invited" : "free";
}
