import { z } from "zod";
import { reasonField, until } from "../desk.schema.ts";
import { LONGEST_LIST, MOST_PEOPLE, readPeople } from "./read-people.ts";

const BROKEN = "Open the page again, and send it once more.";
const NOBODY = "Write at least one e-mail address, or choose a file that holds some.";
const MOST_SHOWN = 5;

const people = z
  .string({ error: NOBODY })
  .max(LONGEST_LIST, `The list is longer than ${LONGEST_LIST} characters. Send it in parts.`)
  .refine((written) => !written.includes("\0"), "Write the list without control characters.")
  .transform((written, context) => {
    const read = readPeople(written);
    const refuse = (message: string) => context.addIssue({ code: "custom", message });
    for (const { line, message } of read.faults.slice(0, MOST_SHOWN)) refuse(`Line ${line}: ${message}`);
    if (read.faults.length > MOST_SHOWN) refuse(`And ${read.faults.length - MOST_SHOWN} more lines like these.`);
    if (read.faults.length === 0 && read.people.length === 0) refuse(NOBODY);
    if (read.people.length > MOST_PEOPLE)
      refuse(`These are ${read.people.length} people; send at most ${MOST_PEOPLE} at a time.`);
    return read.people;
  });

/** What is looked at first. */
export const enrolForm = z.object({ people, until, reason: reasonField });

/** What is done then. `seen` names the effects that were shown. */
export const confirmEnrolForm = enrolForm.extend({
  seen: z.string({ error: BROKEN }).regex(/^[0-9a-f]{64}$/, BROKEN),
  requestId: z.uuid({ error: BROKEN }),
});
