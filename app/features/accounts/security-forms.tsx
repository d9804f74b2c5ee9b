import { Button } from "#app/components/button.tsx";
import { FormError } from "#app/components/form-field.tsx";
import type { FormReply } from "#app/platform/http/parse-form.ts";
import { EmailField, NewPasswordField, PasswordField } from "./account-fields.tsx";

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
      <PasswordField label="Current password" name="currentPassword" reply={reply} />
      <NewPasswordField label="New password" name="newPassword" reply={reply} />
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
      <EmailField label="New e-mail address" autoComplete="email" reply={reply} />
      <PasswordField label="Your password" id="email-password" reply={reply} />
      <Button>Send the link</Button>
    </form>
  );
}
