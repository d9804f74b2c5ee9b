import { Button } from "#app/components/button.tsx";
import { plural } from "#app/components/formatted.tsx";

export interface ShownWay {
  key: string;
  /** "$19.00 every month". */
  words: string;
  trialDays: number;
  membership: boolean;
}

/** The other ways to pay, each with what it means; nothing where there are none. */
export function PayWays({ courseKey, ways }: { courseKey: string; ways: ShownWay[] }) {
  if (ways.length === 0) return null;
  return (
    <section aria-label="Other ways to pay" className="mt-6 border-t border-line pt-5">
      <p className="mb-3 font-semibold">Or pay in another way</p>
      <ul className="grid gap-4">
        {ways.map((way) => (
          <li key={way.key}>
            <form method="post" action={`/courses/${courseKey}/buy`}>
              <Button name="way" value={way.key} look="secondary" wide>
                {way.words}
              </Button>
            </form>
            <p className="mt-1 text-small text-soft">
              {way.trialDays > 0 && `The first ${plural(way.trialDays, "day")} are free. `}
              {way.membership
                ? "Open to you while it runs; cancel at any time."
                : "After the last payment the course stays yours."}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}
