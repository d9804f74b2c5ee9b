import { Button, ButtonLink } from "#app/components/button.tsx";
import { FormError, firstInvalid, TextField } from "#app/components/form-field.tsx";
import { plural } from "#app/components/formatted.tsx";
import { Notice } from "#app/components/notice.tsx";
import type { FormReply } from "#app/platform/http/parse-form.ts";
import type { ErasePreview } from "./account-data.queries.server.ts";

/** What goes, what stays, and the password that does it. */
export function EraseForm({ preview, email, reply }: { preview: ErasePreview; email: string; reply?: FormReply }) {
  const { courses, attempts, enrolments, ordersKept, onlyAdmin } = preview;
  if (onlyAdmin) {
    return (
      <Notice tone="attention" title="You are the only admin of this site.">
        <p>Without you nobody could run it. Make somebody else an admin first, on their page under People.</p>
      </Notice>
    );
  }
  return (
    <>
      {courses.length > 0 && (
        <Notice tone="attention" title="You will lose access to">
          <ul className="list-disc pl-6">
            {courses.map((title) => (
              <li key={title}>{title}</li>
            ))}
          </ul>
          {ordersKept > 0 && (
            <p className="mt-2">What you paid is not given back by this. Memberships and instalment plans end at once.</p>
          )}
        </Notice>
      )}
      <h2 className="mt-8 mb-2 font-serif text-title">What goes, for good</h2>
      <ul className="list-disc space-y-1 pl-6">
        <li>your name, address, password and settings, and every place where you are signed in</li>
        <li>
          {enrolments === 0 ? "your progress in courses" : `your progress in ${plural(enrolments, "course")}`}, and what opened{" "}
          {enrolments === 1 ? "it" : "them"} to you
        </li>
        <li>
          {attempts === 0
            ? "answers and results of assessments"
            : `the answers and results of ${plural(attempts, "attempt")}, checks too, and what you share of them`}
        </li>
        <li>the mails that were sent to you, and orders that were never paid</li>
      </ul>
      <h2 className="mt-8 mb-2 font-serif text-title">What stays</h2>
      <ul className="list-disc space-y-1 pl-6">
        {ordersKept > 0 ? (
          <li>
            {plural(ordersKept, "order")} with payments, and the name and address of the buyer: the law makes whoever sells keep
            the books for some years. Nothing of what you learned or answered is with it.
          </li>
        ) : (
          <li>no order: you have paid for nothing here</li>
        )}
        <li>a line in the log that an account was deleted and when, under a number that leads to nobody</li>
      </ul>
      <p className="mt-6">
        You can sign up again with the same address at any time. That makes a new, empty account.{" "}
        <a href="/account/data#download" className="text-link">
          Download a copy of everything first
        </a>{" "}
        if you may want it.
      </p>
      <form method="post" className="mt-8 max-w-form">
        <FormError errors={reply?.errors[""]} />
        <input type="text" name="username" value={email} autoComplete="username" readOnly hidden />
        <TextField
          label="Your password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
          autoFocus={firstInvalid(reply?.errors) === "password"}
          errors={reply?.errors.password}
        />
        <div className="flex flex-wrap gap-3">
          <Button look="danger">Delete my account for good</Button>
          <ButtonLink href="/account/data" look="quiet">
            Keep it
          </ButtonLink>
        </div>
      </form>
    </>
  );
}
