import { z } from "zod";
import { changeEmailForm } from "#app/features/accounts/accounts.schema.ts";

/** The password as it is asked for before other things that cannot be undone. */
export const eraseForm = changeEmailForm.pick({ password: true });

export const withdrawForm = z.object({ consentId: z.string().regex(/^[0-9a-f-]{36}$/) });
