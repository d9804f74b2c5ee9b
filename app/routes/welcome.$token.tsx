import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { FormError } from "#app/components/form-field.tsx";
import { Page } from "#app/components/page.tsx";
import { acceptFirstInstructorLink } from "#app/features/accounts/accept-first-instructor-link.server.ts";
import { EmailField, NameField, NewPasswordField } from "#app/features/accounts/account-fields.tsx";
import { welcomeForm } from "#app/features/accounts/accounts.schema.ts";
import { DeadLink } from "#app/features/accounts/dead-link.tsx";
import { linkPageStatus, readLinkPage } from "#app/features/accounts/link.queries.server.ts";
import { badForm } from "#app/platform/http/form-answers.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { parseForm } from "#app/platform/http/parse-form.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";

export const meta: MetaFunction = () => pageMeta({ title: "Welcome", personal: true });

export async function loader({ params }: LoaderFunctionArgs) {
  const link = await readLinkPage({ token: params.token ?? "", purpose: "first_instructor" });
  return data({ link }, { status: linkPageStatus(link) });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const form = parseForm(await readForm(request), welcomeForm);
  if (!form.ok) return badForm(form.reply);
  const userAgent = request.headers.get("User-Agent") ?? "";
  const outcome = await acceptFirstInstructorLink({ ...form.value, token: params.token ?? "", userAgent });
  if (outcome.status === "accepted")
    return redirect("/instructor", { status: 303, headers: { "Set-Cookie": outcome.setCookie } });
  if (outcome.reason === "address-taken") {
    return badForm(
      form.refuse({ email: "There is an account with this address already. Write its password below, or take another address." }),
    );
  }
  // The page itself says what is the matter with the link.
  return redirect(new URL(request.url).pathname, 303);
}

export default function Welcome() {
  const { link } = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>();
  if (link.status === "refused") {
    return (
      <DeadLink reason={link.reason}>
        <p className="mb-6">If nobody runs this site yet, start the server again: it prints a new link.</p>
        <ButtonLink href="/sign-in?returnTo=%2Finstructor">Sign in</ButtonLink>
      </DeadLink>
    );
  }
  return (
    <Page
      title="Welcome"
      lead="You are the first to run this site. Make your account: it can publish courses and see everything."
      width="form"
    >
      <form method="post">
        <FormError errors={reply?.errors[""]} />
        <NameField reply={reply} />
        <EmailField hint="You sign in with it, so make sure that you get mail there." reply={reply} />
        <NewPasswordField reply={reply} />
        <Button wide>Make the account</Button>
      </form>
    </Page>
  );
}
