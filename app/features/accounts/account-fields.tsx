import { firstInvalid, TextField } from "#app/components/form-field.tsx";
import type { FormReply } from "#app/platform/http/parse-form.ts";

// The fields of an account, as every form asks for them: what password managers and keyboards go by is said once.

interface AccountFieldProps {
  reply?: FormReply;
  label?: string;
  hint?: string;
}

export function NameField({ reply, label = "Your name", hint }: AccountFieldProps) {
  return <TextField {...shown("name", reply)} label={label} hint={hint} autoComplete="name" required maxLength={100} />;
}

/** `autoComplete`: `email` where it is not the address that somebody signs in with now. */
export function EmailField({
  reply,
  label = "E-mail address",
  hint,
  autoComplete = "username",
}: AccountFieldProps & { autoComplete?: "username" | "email" }) {
  const field = shown("email", reply);
  return <TextField {...field} label={label} hint={hint} type="email" autoComplete={autoComplete} required maxLength={254} />;
}

/** Never shown again after a mistake in the form: a password is typed anew. */
export function PasswordField({
  reply,
  label = "Password",
  name = "password",
  id,
  hint,
}: AccountFieldProps & { name?: string; id?: string }) {
  const { defaultValue: _never, ...field } = shown(name, reply);
  return <TextField {...field} id={id} label={label} hint={hint} type="password" autoComplete="current-password" required />;
}

export function NewPasswordField({ reply, label = "Password", name = "password" }: AccountFieldProps & { name?: string }) {
  const { defaultValue: _never, ...field } = shown(name, reply);
  const hint = "At least 8 characters. A few words in a row are good.";
  return <TextField {...field} label={label} hint={hint} type="password" autoComplete="new-password" required />;
}

function shown(name: string, reply: FormReply | undefined) {
  const autoFocus = firstInvalid(reply?.errors) === name;
  return { name, defaultValue: reply?.values[name], autoFocus, errors: reply?.errors[name] };
}
