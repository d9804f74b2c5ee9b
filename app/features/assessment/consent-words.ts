/**
 * Names the words of `ConsentNote`. Raise it when they say something else: everybody is then asked again. A test holds
 * the words to the number.
 */
export const CONSENT_VERSION = 1;

/** What the button that agrees sends: the words that the person saw. */
export const CONSENT_FIELD = "consent";

/** The version that a form agrees to; undefined where it says nothing of consent. */
export function readConsent(form: FormData): number | undefined {
  const given = form.get(CONSENT_FIELD);
  return typeof given === "string" && /^\d{1,6}$/.test(given) ? Number(given) : undefined;
}
