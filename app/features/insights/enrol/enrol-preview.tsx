import { Button } from "#app/components/button.tsx";
import { DataTable } from "#app/components/data-table.tsx";
import { FormattedDate, plural } from "#app/components/formatted.tsx";
import { Notice } from "#app/components/notice.tsx";
import { changes, type Effect } from "./enrol-effects.ts";

const BEFORE = {
  nothing: "Gets the course",
  revoked: "Gets the course again: it was taken back from them before",
  ended: "Gets the course again: their access had ended",
  "not-started": "Gets the course now: their access was to start later",
};

function InWords({ one }: { one: Effect }) {
  switch (one.effect) {
    case "gets":
      return BEFORE[one.before];
    case "longer":
      return <>Has it until {one.from && <FormattedDate value={one.from} time />}, and then for longer</>;
    case "keeps":
      return one.from ? (
        <>
          Nothing changes: they have it until <FormattedDate value={one.from} time />
        </>
      ) : (
        "Nothing changes: they have it without an end"
      );
    case "staff":
      return "Nothing changes: they look after the course";
    case "twice":
      return "Stands further up in the list already";
  }
}

/** What a list would do, a person a line, and the button that does it. */
export function EnrolPreview({
  effects,
  again,
  given,
}: {
  effects: Effect[];
  /** It was shown before, and has changed since. */
  again: boolean;
  /** The fields that are sent once more to do it. */
  given: Record<string, string>;
}) {
  const changed = changes(effects).length;
  const rest = effects.length - changed;
  return (
    <section aria-labelledby="preview" className="mb-12">
      <h2 id="preview" className="mb-4 font-serif text-title">
        What it does
      </h2>
      {again && (
        <Notice tone="attention" title="Something has changed since you looked. Nothing was done yet." live>
          This is what it would do now.
        </Notice>
      )}
      <p className="mb-4 max-w-measure">
        {changed === 0
          ? "Nothing: everybody of this list has the course at least as long already."
          : `${plural(changed, "person gets", "people get")} the course, or have it for longer, and a mail that says so.`}
        {changed > 0 && rest > 0 && ` For ${rest} of the list nothing changes.`}
      </p>
      <DataTable
        caption="The people of the list, and what happens for each"
        rows={effects.map((one, at) => ({ ...one, at }))}
        rowKey={({ at }) => String(at)}
        columns={[
          { heading: "Line", align: "right", cell: ({ line }) => line },
          { heading: "E-mail", cell: ({ email }) => email },
          { heading: "Name", cell: ({ name }) => name },
          { heading: "What happens", cell: (one) => <InWords one={one} /> },
        ]}
      />
      {changed > 0 && (
        <form method="post" className="mt-6">
          {Object.entries(given).map(([name, value]) => (
            <input key={name} type="hidden" name={name} value={value} />
          ))}
          <Button name="intent" value="enrol">
            {changed === 1 ? "Enrol this person" : `Enrol these ${changed} people`}
          </Button>
        </form>
      )}
    </section>
  );
}
