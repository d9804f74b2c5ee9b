import { Button } from "#app/components/button.tsx";
import { DataTable } from "#app/components/data-table.tsx";
import { FormattedDate } from "#app/components/formatted.tsx";
import type { SeatState } from "./seat-rules.ts";

const STATES: Record<SeatState, string> = {
  free: "Free",
  invited: "Invited",
  joined: "Joined, not begun",
  entered: "Joined",
  closed: "Closed: paid back",
};

interface Seat {
  id: string;
  number: number;
  email: string;
  name: string | null;
  state: SeatState;
  since: Date | string;
}

/** Who has which seat of a team, with what its owner can do about it. `locked`: nothing can be done. */
export function SeatTable({ seats, locked }: { seats: Seat[]; locked: boolean }) {
  return (
    <DataTable
      caption="Seats that are given away"
      rows={seats}
      rowKey={(seat) => seat.id}
      columns={[
        {
          heading: "Who",
          cell: (seat) => (
            <>
              {seat.name && <span className="block">{seat.name}</span>}
              <span className="block [overflow-wrap:anywhere]">{seat.email || "No address any more"}</span>
              <span className="block text-soft">
                {STATES[seat.state]}, <FormattedDate value={seat.since} />
              </span>
            </>
          ),
        },
        {
          heading: "Change",
          align: "right",
          cell: (seat) => {
            if (locked || seat.state === "entered" || seat.state === "closed") return null;
            return (
              <form method="post" className="flex flex-wrap justify-end gap-2">
                <input type="hidden" name="seatId" value={seat.id} />
                {seat.state === "invited" && seat.email !== "" && (
                  <Button look="quiet" name="intent" value="resend">
                    Send again<span className="sr-only"> to {seat.email}</span>
                  </Button>
                )}
                <Button look="quiet" name="intent" value="take-back">
                  Take back<span className="sr-only"> the seat of {seat.name ?? seat.email}</span>
                </Button>
              </form>
            );
          },
        },
      ]}
    />
  );
}
