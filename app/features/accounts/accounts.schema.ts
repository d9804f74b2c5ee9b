import { z } from "zod";
import { normalisePassword, PASSWORD_MAX, passwordFault } from "./password-rules.ts";
import { isTimeZone } from "./time-zones.ts";

/** Line breaks, NUL and other controls, and marks that turn the direction of the text around them. */
const CONTROLS = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
/** As browsers check `type="email"`, and with a dot in the domain. ASCII only, so that lower case means one thing. */
const EMAIL =
  /^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)+$/;

const email = z
  .string({ error: "Write your e-mail address." })
  .max(1_000, "An e-mail address has at most 254 characters.")
  .transform((typed) => typed.trim())
  .pipe(
    // Blanks are nothing once trimmed, and Conform hands nothing on as undefined.
    z
      .string({ error: "Write your e-mail address." })
      .max(254, "An e-mail address has at most 254 characters.")
      .regex(EMAIL, "Write an e-mail address such as name@example.org."),
  )
  .transform((address) => address.toLowerCase());

const name = z
  .string({ error: "Write your name." })
  .max(1_000, "A name has at most 100 characters.")
  .transform((typed) => typed.trim().normalize("NFC"))
  .pipe(
    z
      .string({ error: "Write your name." })
      .refine((text) => /[\p{L}\p{N}\p{P}\p{S}]/u.test(text), "Write your name.")
      .refine((text) => [...text].length <= 100, "A name has at most 100 characters.")
      .refine((text) => !CONTROLS.test(text), "Write the name in one line, without control characters."),
  );

/** A password that is compared with one we know: only what no password can be is refused. */
const knownPassword = z
  .string({ error: "Write your password." })
  .max(PASSWORD_MAX * 4, `A password has at most ${PASSWORD_MAX} characters.`)
  .refine((typed) => !typed.includes("\u0000"), "A password has no control characters such as this.")
  .transform(normalisePassword);

/** A password that is chosen. Whether it is the person's own address, only the command can tell. */
const chosenPassword = z
  .string({ error: "Choose a password." })
  .max(PASSWORD_MAX * 4, `Use at most ${PASSWORD_MAX} characters.`)
  .transform(normalisePassword)
  .superRefine((password, context) => {
    const message = passwordFault(password, null);
    if (message) context.addIssue({ code: "custom", message });
  });

const timeZone = z.string({ error: "Choose a time zone of the list." }).refine(isTimeZone, "Choose a time zone of the list.");

function refuseOwnAddress(form: { email: string; password: string }, context: z.RefinementCtx): void {
  const message = passwordFault(form.password, form.email);
  // What is wrong with it by itself has been said by its own schema.
  if (message && !passwordFault(form.password, null)) context.addIssue({ code: "custom", path: ["password"], message });
}

export const signUpForm = z.object({ name, email, password: chosenPassword }).superRefine(refuseOwnAddress);
export const signInForm = z.object({ email, password: knownPassword });
export const forgotPasswordForm = z.object({ email });
export const resetPasswordForm = z.object({ password: chosenPassword });
export const claimForm = z.object({ name, password: chosenPassword });
export const welcomeForm = z.object({ name, email, password: chosenPassword }).superRefine(refuseOwnAddress);

export const profileForm = z.object({
  name,
  timeZone: timeZone.optional().transform((zone) => zone ?? null),
  theme: z
    .enum(["light", "dark"], { error: "Choose light, dark, or as your device says." })
    .optional()
    .transform((theme) => theme ?? null),
});
export const timeZoneForm = z.object({ timeZone });
export const changePasswordForm = z.object({ currentPassword: knownPassword, newPassword: chosenPassword });
export const changeEmailForm = z.object({ email, password: knownPassword });
export const endSessionForm = z.object({
  session: z.string({ error: "Choose a session of the list." }).regex(/^[0-9a-f]{64}$/, "There is no such session."),
});
