import { Button } from "#app/components/button.tsx";
import { FormattedDate } from "#app/components/formatted.tsx";

/** One mail tomorrow, for who left the payment page and wants it; pressing again takes it back. */
export function ReminderForm({ remindAt, action }: { remindAt: Date | string | null; action: string }) {
  return (
    <form method="post" action={action} className="mt-10 border-t border-line pt-6">
      <h2 className="mb-2 font-semibold">Not now?</h2>
      {remindAt ? (
        <>
          <p role="status" className="mb-4">
            We will write to you once, on <FormattedDate value={remindAt} time />. Buying it before then takes that back too.
          </p>
          <Button look="secondary" name="intent" value="forget">
            Do not write to me
          </Button>
        </>
      ) : (
        <>
          <p className="mb-4">We can send you one mail tomorrow, so that you need not keep it in mind. No others follow.</p>
          <Button look="secondary" name="intent" value="remind">
            Remind me once, tomorrow
          </Button>
        </>
      )}
    </form>
  );
}
