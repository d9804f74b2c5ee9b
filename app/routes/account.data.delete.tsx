import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Page } from "#app/components/page.tsx";
import { AccountNav } from "#app/features/accounts/account-nav.tsx";
import { readErasePreview } from "#app/features/privacy/account-data.queries.server.ts";
import { eraseAccount } from "#app/features/privacy/erase-account.server.ts";
import { EraseForm } from "#app/features/privacy/erase-form.tsx";
import { eraseForm } from "#app/features/privacy/privacy.schema.ts";
import { badForm, tooManyTriesForm } from "#app/platform/http/form-answers.server.ts";
import { requireViewer } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { parseForm } from "#app/platform/http/parse-form.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";

export const meta: MetaFunction = () => pageMeta({ title: "Delete your account", personal: true });

export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireViewer(args);
  return { email: viewer.email, preview: await readErasePreview(viewer) };
}

const PAYMENT_SERVICE =
  "Your open payment pages could not be closed, as the payment service does not answer. Nothing was deleted. Try again in a few minutes.";

export async function action(args: ActionFunctionArgs) {
  const viewer = await requireViewer(args);
  const form = parseForm(await readForm(args.request), eraseForm);
  if (!form.ok) return badForm(form.reply);
  const outcome = await eraseAccount({ userId: viewer.id, sessionHash: viewer.sessionHash, ...form.value });
  if (outcome.status === "erased") return redirect("/goodbye", { status: 303, headers: { "Set-Cookie": outcome.setCookie } });
  switch (outcome.reason) {
    case "too-many-tries":
      return tooManyTriesForm(form.refuse({}), outcome.retryAt);
    case "wrong-password":
      return badForm(form.refuse({ password: "This is not your password." }));
    case "last-admin":
      return badForm(form.refuse({ "": "You are the only admin. Make somebody else an admin first." }));
    case "payment-service":
      return badForm(form.refuse({ "": PAYMENT_SERVICE }));
    case "payment-under-way": {
      const words = `The payment of order ${outcome.orderNumber} is still on its way. Nothing was deleted. Wait until it has arrived or failed, then try again.`;
      return badForm(form.refuse({ "": words }));
    }
  }
}

export default function DeleteAccount() {
  const { email, preview } = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>();
  return (
    <Page title="Delete your account">
      <AccountNav here="/account/data" />
      <div className="max-w-measure">
        <EraseForm preview={preview} email={email} reply={reply} />
      </div>
    </Page>
  );
}
