import { COMMON_PASSWORDS } from "./common-passwords.ts";

export const PASSWORD_MIN = 8;
export const PASSWORD_MAX = 200;

/**
 * A password as it is hashed and compared: one spelling (NFC) for what looks the same on two keyboards. Nothing is
 * trimmed.
 */
export function normalisePassword(typed: string): string {
  return typed.normalize("NFC");
}

/**
 * What is wrong with a normalised password that somebody chose, as a sentence, or null. Length counts, in characters
 * as a person sees them in code points; no mixture of signs is asked for (NIST SP 800-63B, 3.1.1.2).
 */
export function passwordFault(password: string, email: string | null): string | null {
  if (password.includes("\u0000")) return "Use another password: this one has a character that cannot be typed.";
  const { length } = [...password];
  if (length < PASSWORD_MIN) return `Use at least ${PASSWORD_MIN} characters. A few words in a row make a good password.`;
  if (length > PASSWORD_MAX) return `Use at most ${PASSWORD_MAX} characters.`;
  const lower = password.toLowerCase();
  if (COMMON_PASSWORDS.has(lower)) return "Use another password: this one is among the first that anybody would try.";
  if (email !== null && (lower === email || lower === email.split("@")[0]))
    return "Use another password, not your e-mail address.";
  return null;
}
