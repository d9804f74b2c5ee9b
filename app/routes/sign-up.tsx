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
import { EmailField, NameField, NewPasswordField } from "#app/features/accounts/account-fields.tsx";
import { signUpForm } from "#app/features/accounts/accounts.schema.ts";
import { signUp } from "#app/features/accounts/sign-up.server.ts";
import { badForm, tooManyTriesForm } from "#app/platform/http/form-answers.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { parseForm } from "#app/platform/http/parse-form.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";
import { redirectTarget, withReturnTo } from "#app/platform/http/redirect-target.ts";

export const meta: MetaFunction = () => pageMeta({ title: "Sign up", personal: true });
export const headers: HeadersFunction = ({ actionHeaders }) => actionHeaders;

export async function loader({ request, context }: LoaderFunctionArgs) {
  const returnTo = new URL(request.url).searchParams.get("returnTo");
  if (await context.readViewer()) throw redirect(redirectTarget(returnTo));
  return { signIn: withReturnTo("/sign-in", returnTo) };
}

export async function action({ request, context }: ActionFunctionArgs) {
  const returnTo = new URL(request.url).searchParams.get("returnTo");
  const form = parseForm(await readForm(request), signUpForm);
  if (!form.ok) return badForm(form.reply);
  const outcome = await signUp({ ...form.value, clientAddress: context.clientAddress, returnTo });
  if (outcome.status === "refused") return tooManyTriesForm(form.refuse({}), outcome.retryAt);
  return redirect(withReturnTo("/check-your-mail?about=sign-up", returnTo), 303);
}

export default function SignUp() {
  const { signIn } = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>();
  return (
    <Page title="Sign up" lead="One account for all courses. We send you a link to confirm your address." width="form">
      <form method="post">
        <FormError errors={reply?.errors[""]} />
        <NameField hint="As you want to be called, and as it will stand on what you finish." reply={reply} />
        <EmailField reply={reply} />
        <NewPasswordField reply={reply} />
        <Button wide>Sign up</Button>
      </form>
      <p className="mt-4 text-small text-soft">
        By signing up you agree to our{" "}
        <a href="/terms" className="text-link">
          terms
        </a>
        . We say under{" "}
        <a href="/privacy" className="text-link">
          privacy
        </a>{" "}
        what we store.
      </p>
      <p className="mt-6">
        Already have an account?{" "}
        <a href={signIn} className="text-link">
          Sign in
        </a>
      </p>
    </Page>
  );
}
