import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type SeatFacts, seatState, seatsPaidFor, seatsToMove } from "#app/features/checkout/teams/seat-rules.ts";

describe("seats that are paid for", () => {
  test.each([
    [0, 5],
    [999, 5],
    [1_000, 4],
    [1_999, 4],
    [4_999, 1],
    [5_000, 0],
  ])("of five at 1000, when %i went back, are %i", (returned, left) => {
    expect(seatsPaidFor({ quantity: 5, amount: 5_000 }, returned)).toBe(left);
  });

  test("are never more than were bought, and never worth more than what was kept and one price", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 500 }), fc.integer({ min: 50, max: 100_000 }), fc.nat(), (quantity, each, some) => {
        const amount = quantity * each;
        const returned = some % (amount + 1);
        const left = seatsPaidFor({ quantity, amount }, returned);
        expect(left).toBeLessThanOrEqual(quantity);
        expect(left * each).toBeGreaterThanOrEqual(amount - returned);
        expect((left - 1) * each).toBeLessThan(amount - returned + (left === 0 ? 1 : 0));
      }),
    );
  });
});

const aSeat = (number: number, given: Partial<SeatFacts> = {}): SeatFacts => {
  return { id: `s${number}`, number, invitedAt: null, joinedAt: null, entered: false, closedAt: null, ...given };
};
const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));

describe("which seats close", () => {
  const seats = [
    aSeat(1, { invitedAt: at(1), joinedAt: at(2), entered: true }),
    aSeat(2, { invitedAt: at(1), joinedAt: at(5), entered: true }),
    aSeat(3, { invitedAt: at(1), joinedAt: at(3) }),
    aSeat(4, { invitedAt: at(1) }),
    aSeat(5, { invitedAt: at(6) }),
    aSeat(6),
    aSeat(7),
  ];

  test("free ones first, then those nobody has begun, then the youngest", () => {
    const order = [0, 1, 2, 3, 4, 5, 6].map((paidFor) => seatsToMove(seats, paidFor).close.at(-1));
    expect(order).toEqual(["s1", "s2", "s3", "s4", "s5", "s6", "s7"]);
    expect(seatsToMove(seats, 7)).toEqual({ close: [], open: [] });
  });

  test("they open again the other way round, and as many are open as are paid for", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(7), { maxLength: 12 }), (paid) => {
        let now = seats;
        for (const paidFor of paid) {
          const { close, open } = seatsToMove(now, paidFor);
          expect(close.length === 0 || open.length === 0).toBe(true);
          now = now.map((seat) =>
            close.includes(seat.id) ? { ...seat, closedAt: at(9) } : open.includes(seat.id) ? { ...seat, closedAt: null } : seat,
          );
          // The seats that are used best are the ones that are open.
          expect(now.filter(({ closedAt }) => !closedAt).map(({ number }) => number)).toEqual(
            Array.from({ length: paidFor }, (_, index) => index + 1),
          );
        }
      }),
    );
  });

  test("a seat is in one state", () => {
    expect(seats.map(seatState)).toEqual(["entered", "entered", "joined", "invited", "invited", "free", "free"]);
    expect(seatState(aSeat(1, { joinedAt: at(1), entered: true, closedAt: at(2) }))).toBe("closed");
  });
});
