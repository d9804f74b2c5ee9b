import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { FormError } from "#app/components/form-field.tsx";
import { Page } from "#app/components/page.tsx";
import { NewPasswordField } from "#app/features/accounts/account-fields.tsx";
import { resetPasswordForm } from "#app/features/accounts/accounts.schema.ts";
import { DeadLink } from "#app/features/accounts/dead-link.tsx";
import { linkPageStatus, readLinkPage } from "#app/features/accounts/link.queries.server.ts";
import { resetPassword } from "#app/features/accounts/reset-password.server.ts";
import { badForm } from "#app/platform/http/form-answers.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { parseForm } from "#app/platform/http/parse-form.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";
import { withReturnTo } from "#app/platform/http/redirect-target.ts";

export const meta: MetaFunction = () => pageMeta({ title: "Choose a new password", personal: true });

export async function loader({ request, params }: LoaderFunctionArgs) {
  const link = await readLinkPage({ token: params.token ?? "", purpose: "reset_password" });
  const returnTo = new URL(request.url).searchParams.get("returnTo");
  return data({ link, forgotPassword: withReturnTo("/forgot-password", returnTo) }, { status: linkPageStatus(link) });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const form = parseForm(await readForm(request), resetPasswordForm);
  if (!form.ok) return badForm(form.reply);
  const outcome = await resetPassword({ token: params.token ?? "", password: form.value.password });
  const { pathname, search, searchParams } = new URL(request.url);
  if (outcome.status === "changed")
    return redirect(withReturnTo("/sign-in?notice=password-changed", searchParams.get("returnTo")), 303);
  if (outcome.reason === "weak-password") return badForm(form.refuse({ password: outcome.message }));
  // The page itself says what is the matter with the link.
  return redirect(pathname + search, 303);
}

export default function ResetPassword() {
  const { link, forgotPassword } = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>();
  if (link.status === "refused") {
    return (
      <DeadLink reason={link.reason}>
        <ButtonLink href={forgotPassword}>Ask for a new link</ButtonLink>
      </DeadLink>
    );
  }
  return (
    <Page
      title="Choose a new password"
      lead={`For the account with ${link.email}. You will be signed out everywhere.`}
      width="form"
    >
      <form method="post">
        <FormError errors={reply?.errors[""]} />
        {/* Tells password managers whose password changes. */}
        <input type="text" name="username" value={link.email ?? ""} autoComplete="username" readOnly hidden />
        <NewPasswordField label="New password" reply={reply} />
        <Button wide>Save the password</Button>
      </form>
    </Page>
  );
}
