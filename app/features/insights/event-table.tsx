import { Button } from "#app/components/button.tsx";
import { DataTable } from "#app/components/data-table.tsx";
import { FormattedDate } from "#app/components/formatted.tsx";
import type { EventLine } from "./events.queries.server.ts";

type Shown = Omit<EventLine, "orderNumber"> & { orderNumber?: number | null };

/** Events of Stripe with what became of them. With `rerun`, one that waits can be acted on at once. */
export function EventTable({ events, rerun = false }: { events: Shown[]; rerun?: boolean }) {
  return (
    <DataTable
      caption="Stripe events, the newest first"
      rows={events}
      rowKey={(event) => event.id}
      columns={[
        { heading: "Event", cell: EventName },
        { heading: "Outcome", cell: EventState },
        ...(rerun ? [{ heading: "Order", cell: OrderLink }] : []),
        { heading: "Received", cell: ({ receivedAt }) => <FormattedDate value={receivedAt} time /> },
        { heading: "Tried", align: "right" as const, cell: ({ attempts }) => attempts },
        ...(rerun ? [{ heading: "By hand", cell: RerunButton }] : []),
      ]}
    />
  );
}

function EventName({ id, type }: Shown) {
  return (
    <>
      {type}
      <code className="block text-soft">{id}</code>
    </>
  );
}

function EventState({ processedAt, outcome, error }: Shown) {
  if (processedAt) return (outcome ?? "done").replaceAll("-", " ");
  if (!error) return "waiting";
  return (
    <span className="block min-w-48 text-error">
      <span aria-hidden="true">✕ </span>failed: {error}
    </span>
  );
}

function OrderLink({ orderNumber }: Shown) {
  if (!orderNumber) return null;
  return (
    <a href={`/admin/orders/${orderNumber}`} className="text-link">
      {orderNumber}
    </a>
  );
}

function RerunButton({ id, processedAt, type }: Shown) {
  if (processedAt) return null;
  return (
    <form method="post" action="/admin/events" className="relative">
      <input type="hidden" name="eventId" value={id} />
      <Button look="secondary">
        Run it now<span className="sr-only">: {type}</span>
      </Button>
    </form>
  );
}
