import { FormError, firstInvalid, TextArea, TextField } from "#app/components/form-field.tsx";
import { lastGiftDay } from "./gift-day.ts";

interface Reply {
  values: Record<string, string>;
  errors: Record<string, string[]>;
}

/** To whom, from whom, what to say, and when: the fields of a gift, before and after it is bought. */
export function GiftFields({
  reply,
  words,
  today,
  timeZone,
}: {
  reply: Reply | undefined;
  words: { recipientEmail: string; senderName: string; message: string; sendOn: string };
  /** YYYY-MM-DD in `timeZone`. */
  today: string;
  timeZone: string;
}) {
  const typed = reply?.values;
  const field = (name: keyof typeof words) => ({
    name,
    defaultValue: typed?.[name] ?? words[name],
    errors: reply?.errors[name],
    autoFocus: firstInvalid(reply?.errors) === name,
  });
  const { autoFocus: _focus, ...message } = field("message");
  return (
    <>
      <FormError errors={reply?.errors[""]} />
      <TextField
        label="Their e-mail address"
        {...field("recipientEmail")}
        type="email"
        required
        maxLength={254}
        autoComplete="off"
        hint="The link goes there. Write your own if you would rather hand it over yourself."
      />
      <TextField label="From" {...field("senderName")} required maxLength={100} autoComplete="name" hint="How you sign it." />
      <TextArea
        label="A message (optional)"
        {...message}
        rows={5}
        maxLength={500}
        hint="Plain text, at most 500 characters. It stands in the mail."
      />
      <TextField
        label="Send it on"
        {...field("sendOn")}
        type="date"
        required
        min={today}
        max={lastGiftDay(today)}
        hint={`Today is at once; another day, at nine in the morning. By the clocks of ${timeZone.replaceAll("_", " ")}.`}
      />
    </>
  );
}
