import { Button } from "#app/components/button.tsx";
import { FormError, firstInvalid, TextField } from "#app/components/form-field.tsx";
import type { FormReply } from "#app/platform/http/parse-form.ts";

/** Shown again with its errors, or for the first time. */
interface FormProps {
  reply?: FormReply;
}

export function ChangePasswordForm({ reply, email }: FormProps & { email: string }) {
  return (
    <form method="post" className="max-w-form">
      <FormError errors={reply?.errors[""]} />
      <input type="hidden" name="intent" value="change-password" />
      {/* Tells password managers whose password changes. */}
      <input type="text" name="username" value={email} autoComplete="username" readOnly hidden />
      <TextField
        label="Current password"
        name="currentPassword"
        type="password"
        autoComplete="current-password"
        required
        autoFocus={firstInvalid(reply?.errors) === "currentPassword"}
        errors={reply?.errors.currentPassword}
      />
      <TextField
        label="New password"
        name="newPassword"
        type="password"
        autoComplete="new-password"
        required
        hint="At least 8 characters. A few words in a row are good."
        autoFocus={firstInvalid(reply?.errors) === "newPassword"}
        errors={reply?.errors.newPassword}
      />
      <p className="mb-5 text-small text-soft">
        You will be signed out everywhere else.{" "}
        <a href="/forgot-password" className="text-link">
          I have forgotten my password
        </a>
      </p>
      <Button>Change the password</Button>
    </form>
  );
}

export function ChangeEmailForm({ reply, email }: FormProps & { email: string }) {
  return (
    <form method="post" className="max-w-form">
      <FormError errors={reply?.errors[""]} />
      <input type="hidden" name="intent" value="change-email" />
      <p className="mb-5">
        Your address is <strong>{email}</strong>. It stays until you follow the link that we send to the new one.
      </p>
      <TextField
        label="New e-mail address"
        name="email"
        type="email"
        autoComplete="email"
        required
        maxLength={254}
        defaultValue={reply?.values.email}
        autoFocus={firstInvalid(reply?.errors) === "email"}
        errors={reply?.errors.email}
      />
      <TextField
        label="Your password"
        name="password"
        id="email-password"
        type="password"
        autoComplete="current-password"
        required
        autoFocus={firstInvalid(reply?.errors) === "password"}
        errors={reply?.errors.password}
      />
      <Button>Send the link</Button>
    </form>
  );
}
