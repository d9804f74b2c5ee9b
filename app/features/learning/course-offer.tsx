import type { ReactNode } from "react";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { GuestWords } from "#app/features/catalog/guest-words.tsx";
import { wordsOf } from "#app/features/catalog/kind-words.ts";
import type { Sale } from "#app/features/catalog/sale.ts";
import { SaleForm } from "#app/features/catalog/sale-form.tsx";
import type { Manifest } from "#app/features/courseware/manifest.ts";
import type { Standing } from "./course-standing.queries.server.ts";

/** Price and the one button that fits: go on, begin for free, look at the payment that is on its way, or buy. */
export function CourseOffer({
  courseKey,
  kind,
  sale,
  standing,
  underWay,
  signedIn,
  codes,
}: {
  courseKey: string;
  kind: Manifest["kind"];
  /** Null: the course is free. */
  sale: Sale | null;
  standing: Standing | null;
  /** What is said of money that is there or on its way, instead of a button to buy. */
  underWay: ReactNode | null;
  signedIn: boolean;
  /** Null where no code takes anything off; `refusal` is why the last one did not. */
  codes: { refusal: string | null } | null;
}) {
  const words = wordsOf(kind);
  if (standing?.open && kind === "download") {
    return (
      <>
        <p className="mb-4 font-semibold">{words.yours}</p>
        <ButtonLink href={`/learn/${courseKey}`} wide>
          Your files
        </ButtonLink>
      </>
    );
  }
  if (standing?.open) {
    return (
      <>
        <p className="mb-4 font-semibold">{standing.started ? `You are ${standing.percent} % through.` : words.yours}</p>
        <ButtonLink href={`/learn/${courseKey}`} wide>
          {standing.started ? "Continue" : "Begin"}
        </ButtonLink>
      </>
    );
  }
  if (underWay !== null) return underWay;
  return (
    <>
      {sale ? (
        <SaleForm
          action={`/courses/${courseKey}/buy`}
          here={`/courses/${courseKey}`}
          button={words.buy}
          sale={sale}
          codes={codes}
        />
      ) : (
        <>
          <p id="offer" className="mb-4 font-serif text-title">
            Free
          </p>
          <form method="post" action={`/courses/${courseKey}/enrol`}>
            <Button wide>{words.free}</Button>
          </form>
        </>
      )}
      <p className="mt-3 text-small text-soft">
        {sale ? words.stays : "No card needed."}
        {!signedIn && (sale ? <GuestWords here={`/courses/${courseKey}`} codes={codes !== null} /> : SIGN_UP_FIRST)}
      </p>
    </>
  );
}

const SIGN_UP_FIRST = " You will sign in or sign up first, and come back here.";
