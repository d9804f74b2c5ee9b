import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { FormError, firstInvalid, TextField } from "#app/components/form-field.tsx";
import { Page } from "#app/components/page.tsx";
import { claimForm } from "#app/features/accounts/accounts.schema.ts";
import { claimAccount } from "#app/features/accounts/claim-account.server.ts";
import { DeadLink } from "#app/features/accounts/dead-link.tsx";
import { linkPageStatus, readLinkPage } from "#app/features/accounts/link.queries.server.ts";
import { renewClaimLink } from "#app/features/accounts/renew-claim-link.server.ts";
import { badForm, tooManyTriesForm } from "#app/platform/http/form-answers.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { parseForm } from "#app/platform/http/parse-form.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";

export const meta: MetaFunction = () => pageMeta({ title: "Open your account", personal: true });

export async function loader({ params }: LoaderFunctionArgs) {
  const link = await readLinkPage({ token: params.token ?? "", purpose: "claim_account" });
  return data({ link }, { status: linkPageStatus(link) });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const token = params.token ?? "";
  const fields = await readForm(request);
  if (fields.get("intent") === "renew") {
    const renewed = await renewClaimLink({ token });
    if (renewed.status === "refused") return tooManyTriesForm({ values: {}, errors: {} }, renewed.retryAt);
    return redirect("/check-your-mail?about=claim", 303);
  }
  const form = parseForm(fields, claimForm);
  if (!form.ok) return badForm(form.reply);
  const userAgent = request.headers.get("User-Agent") ?? "";
  const outcome = await claimAccount({ ...form.value, token, userAgent });
  if (outcome.status === "claimed") return redirect("/learn", { status: 303, headers: { "Set-Cookie": outcome.setCookie } });
  if (outcome.reason === "weak-password") return badForm(form.refuse({ password: outcome.message }));
  // The page itself says what is the matter with the link.
  return redirect(new URL(request.url).pathname, 303);
}

export default function Claim() {
  const { link } = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>();
  if (link.status === "refused") {
    return (
      <DeadLink reason={link.reason}>
        <FormError errors={reply?.errors[""]} />
        {link.reason === "expired-link" && (
          <form method="post" className="mb-6">
            <Button name="intent" value="renew">
              Send a new link
            </Button>
          </form>
        )}
        <p className="mb-4">
          If you have opened your account before, sign in. If not, ask for a new password: that opens it too.
        </p>
        <p className="flex flex-wrap gap-3">
          <ButtonLink href="/sign-in?returnTo=%2Flearn" look="secondary">
            Sign in
          </ButtonLink>
          <ButtonLink href="/forgot-password" look="secondary">
            Ask for a new password
          </ButtonLink>
        </p>
      </DeadLink>
    );
  }
  return (
    <Page
      title="Open your account"
      lead={`Choose a name and a password for ${link.email}. What you have bought or were given is inside, and you come back with them.`}
      width="form"
    >
      <form method="post">
        <FormError errors={reply?.errors[""]} />
        {/* Tells password managers whose password it is. */}
        <input type="text" name="username" value={link.email ?? ""} autoComplete="username" readOnly hidden />
        <TextField
          label="Your name"
          name="name"
          autoComplete="name"
          required
          maxLength={100}
          defaultValue={reply?.values.name}
          autoFocus={firstInvalid(reply?.errors) === "name"}
          errors={reply?.errors.name}
        />
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete="new-password"
          required
          hint="At least 8 characters. A few words in a row are good."
          autoFocus={firstInvalid(reply?.errors) === "password"}
          errors={reply?.errors.password}
        />
        <Button wide>Open it</Button>
      </form>
    </Page>
  );
}
