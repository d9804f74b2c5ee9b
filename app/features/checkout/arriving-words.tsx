import { ButtonLink } from "#app/components/button.tsx";
import type { Arriving } from "./arriving.server.ts";

const WORDS: Record<Arriving["state"], { course: string; all: string }> = {
  opening: {
    course: "Your payment arrived, we are opening the course.",
    all: "Your payment arrived, we are opening what you bought.",
  },
  "on-its-way": {
    course: "Your payment is on its way. The course opens as soon as it has arrived.",
    all: "Your payment is on its way. Everything opens as soon as it has arrived.",
  },
  "in-review": {
    course: "Your payment arrived, and somebody of us looks at it before the course opens. We will write to you.",
    all: "Your payment arrived, and somebody of us looks at it before it opens. We will write to you.",
  },
};

/** Where else there would be a button to buy. `here`: the address of the page, to look at it again. */
export function ArrivingOffer(props: { arriving: Arriving; here: string; what?: keyof (typeof WORDS)["opening"] }) {
  const { arriving, here, what = "course" } = props;
  return (
    <>
      <p className="mb-4 font-semibold">{WORDS[arriving.state][what]}</p>
      <p className="mb-4">Please do not pay again.</p>
      {arriving.state === "opening" && <LookAgain here={here} />}
      <ButtonLink href={`/orders/${arriving.orderNumber}`} look={arriving.state === "opening" ? "secondary" : "primary"} wide>
        See your order
      </ButtonLink>
    </>
  );
}

/** On the page of one's own courses: each payment that has not opened yet what it is for. */
export function ArrivingList({ arriving }: { arriving: Arriving[] }) {
  if (arriving.length === 0) return null;
  return (
    <ul className="mb-8 border-l-4 border-accent pl-4">
      {arriving.map(({ orderNumber, title, state }) => (
        <li key={orderNumber} className="mb-2">
          <strong>{title}</strong>: {WORDS[state].all}{" "}
          <a href={`/orders/${orderNumber}`} className="text-link">
            {`See order ${orderNumber}`}
          </a>
        </li>
      ))}
      {arriving.some(({ state }) => state === "opening") && (
        <li>
          <LookAgain here="/learn" />
        </li>
      )}
    </ul>
  );
}

/** The page looks again by itself where scripts run, and by its link where not. */
export function LookAgain({ here }: { here: string }) {
  return (
    <p className="mt-3 mb-4 text-small text-soft" data-enhance="look-again">
      It takes a minute at most.{" "}
      <a href={here} className="text-link">
        Look again
      </a>
    </p>
  );
}
