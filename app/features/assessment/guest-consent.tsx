import { ConsentNote } from "./consent-note.tsx";

/** What a visitor agrees to who sends their answers; stands on the page about the assessment, and before its first question. */
export function GuestConsent() {
  return (
    <>
      <ConsentNote guest />
      <p>
        Nothing is sent while you fill it in. When you press “See my result”, your answers are scored and stored as said here, and
        you agree to that by pressing it.
      </p>
    </>
  );
}
