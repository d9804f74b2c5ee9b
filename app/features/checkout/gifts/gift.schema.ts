import { z } from "zod";
import { forgotPasswordForm, profileForm } from "#app/features/accounts/accounts.schema.ts";
import { isDay } from "./gift-day.ts";

export const MESSAGE_MAX = 500;

/** Controls but for line breaks, and marks that turn the direction of the text around them. */
const CONTROLS = /[^\P{Cc}\n]|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

const message = z
  .string()
  .max(MESSAGE_MAX * 10, `A message has at most ${MESSAGE_MAX} characters.`)
  .transform((typed) => typed.replaceAll("\r\n", "\n").replaceAll("\t", " ").trim().normalize("NFC"))
  .refine((text) => [...text].length <= MESSAGE_MAX, `A message has at most ${MESSAGE_MAX} characters.`)
  .refine((text) => !CONTROLS.test(text), "Write the message without control characters.")
  .optional()
  .transform((text) => text ?? "");

/** What a gift says and when. Whether the day is still to come, only the command can tell. */
const giftWords = {
  recipientEmail: forgotPasswordForm.shape.email,
  senderName: profileForm.shape.name,
  message,
  sendOn: z.string({ error: "Choose a day." }).refine(isDay, "Choose a day of the calendar."),
};

export const giftForm = z.object({ ...giftWords, requestId: z.uuid({ error: "Open the page again, and send it once more." }) });
export const changeGiftForm = z.object(giftWords);

export type GiftWords = z.output<typeof changeGiftForm>;
