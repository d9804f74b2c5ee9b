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
import { Notice } from "#app/components/notice.tsx";
import { Page } from "#app/components/page.tsx";
import { EmailField, PasswordField } from "#app/features/accounts/account-fields.tsx";
import { signInForm } from "#app/features/accounts/accounts.schema.ts";
import { signIn } from "#app/features/accounts/sign-in.server.ts";
import { badForm, tooManyTriesForm } from "#app/platform/http/form-answers.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { parseForm } from "#app/platform/http/parse-form.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";
import { redirectTarget, withReturnTo } from "#app/platform/http/redirect-target.ts";

export const meta: MetaFunction = () => pageMeta({ title: "Sign in", personal: true });
export const headers: HeadersFunction = ({ actionHeaders }) => actionHeaders;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  const returnTo = searchParams.get("returnTo");
  if (await context.readViewer()) throw redirect(redirectTarget(returnTo));
  return {
    passwordChanged: searchParams.get("notice") === "password-changed",
    reason: reasonFor(redirectTarget(returnTo, "")),
    signUp: withReturnTo("/sign-up", returnTo),
    forgotPassword: withReturnTo("/forgot-password", returnTo),
  };
}

/** Why a visitor who pressed something else stands before this form, where the way back tells. */
function reasonFor(path: string): string | null {
  if (/^\/courses\/[^/]+\/gift$/.test(path))
    return "To give a course you need an account: there you see whether the gift has been opened.";
  if (/^\/courses\/[^/]+\/team$/.test(path)) return "To buy seats you need an account: from there you invite your team.";
  return null;
}

export async function action({ request, context }: ActionFunctionArgs) {
  const returnTo = new URL(request.url).searchParams.get("returnTo");
  const form = parseForm(await readForm(request), signInForm);
  if (!form.ok) return badForm(form.reply);
  const userAgent = request.headers.get("User-Agent") ?? "";
  const outcome = await signIn({ ...form.value, userAgent, clientAddress: context.clientAddress, returnTo });
  if (outcome.status === "signed-in")
    return redirect(redirectTarget(returnTo), { status: 303, headers: { "Set-Cookie": outcome.setCookie } });
  switch (outcome.reason) {
    case "too-many-tries":
      return tooManyTriesForm(form.refuse({}), outcome.retryAt);
    case "unverified":
      return redirect(withReturnTo("/check-your-mail?about=unverified", returnTo), 303);
    case "wrong-credentials":
      return badForm(
        form.refuse({ "": "This address and this password do not belong together. Check both, or choose a new password." }),
      );
  }
}

export default function SignIn() {
  const { passwordChanged, reason, signUp, forgotPassword } = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>();
  return (
    <Page title="Sign in" lead={reason} width="form">
      {passwordChanged && !reply && (
        <Notice tone="done" title="Your password is changed" live>
          You can sign in with it now.
        </Notice>
      )}
      <form method="post">
        <FormError errors={reply?.errors[""]} />
        <EmailField reply={reply} />
        <PasswordField reply={reply} />
        <Button wide>Sign in</Button>
      </form>
      <p className="mt-6">
        <a href={forgotPassword} className="text-link">
          I have forgotten my password
        </a>
      </p>
      <p className="mt-2">
        New here?{" "}
        <a href={signUp} className="text-link">
          Sign up
        </a>
      </p>
    </Page>
  );
}
