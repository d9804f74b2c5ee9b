import {
  type ActionFunctionArgs,
  type HeadersFunction,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Button } from "#app/components/button.tsx";
import { FormError } from "#app/components/form-field.tsx";
import { Page } from "#app/components/page.tsx";
import { EmailField } from "#app/features/accounts/account-fields.tsx";
import { forgotPasswordForm } from "#app/features/accounts/accounts.schema.ts";
import { requestPasswordReset } from "#app/features/accounts/request-password-reset.server.ts";
import { badForm, tooManyTriesForm } from "#app/platform/http/form-answers.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { parseForm } from "#app/platform/http/parse-form.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";
import { withReturnTo } from "#app/platform/http/redirect-target.ts";

export const meta: MetaFunction = () => pageMeta({ title: "Choose a new password", personal: true });
export const headers: HeadersFunction = ({ actionHeaders }) => actionHeaders;

export function loader({ request }: LoaderFunctionArgs) {
  return { signIn: withReturnTo("/sign-in", new URL(request.url).searchParams.get("returnTo")) };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const returnTo = new URL(request.url).searchParams.get("returnTo");
  const form = parseForm(await readForm(request), forgotPasswordForm);
  if (!form.ok) return badForm(form.reply);
  const outcome = await requestPasswordReset({ ...form.value, clientAddress: context.clientAddress, returnTo });
  if (outcome.status === "refused") return tooManyTriesForm(form.refuse({}), outcome.retryAt);
  return redirect(withReturnTo("/check-your-mail?about=reset", returnTo), 303);
}

export default function ForgotPassword() {
  const { signIn } = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>();
  return (
    <Page title="Choose a new password" lead="Write your e-mail address, and we send you a link for it." width="form">
      <form method="post">
        <FormError errors={reply?.errors[""]} />
        <EmailField reply={reply} />
        <Button wide>Send the link</Button>
      </form>
      <p className="mt-6">
        <a href={signIn} className="text-link">
          Back to signing in
        </a>
      </p>
    </Page>
  );
}
