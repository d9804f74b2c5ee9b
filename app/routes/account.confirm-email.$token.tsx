import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { Notice } from "#app/components/notice.tsx";
import { Page } from "#app/components/page.tsx";
import { confirmEmailChange } from "#app/features/accounts/confirm-email-change.server.ts";
import { DeadLink } from "#app/features/accounts/dead-link.tsx";
import { linkPageStatus, readLinkPage } from "#app/features/accounts/link.queries.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";

export const meta: MetaFunction = () => pageMeta({ title: "Confirm your new address", personal: true });

/** Needs no session: the mail may be read on another device. */
export async function loader({ params }: LoaderFunctionArgs) {
  const link = await readLinkPage({ token: params.token ?? "", purpose: "change_email" });
  return data({ link }, { status: linkPageStatus(link) });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const outcome = await confirmEmailChange({ token: params.token ?? "" });
  if (outcome.status === "changed") return { changedTo: outcome.email };
  if (outcome.reason === "address-taken") return data({ changedTo: null }, { status: 409 });
  // The page itself says what is the matter with the link.
  return redirect(new URL(request.url).pathname, 303);
}

export default function ConfirmEmail() {
  const { link } = useLoaderData<typeof loader>();
  const outcome = useActionData<typeof action>();
  if (outcome) return <Confirmed changedTo={outcome.changedTo} />;
  if (link.status === "refused") {
    return (
      <DeadLink reason={link.reason}>
        <ButtonLink href="/account/security">Go to sign-in and security</ButtonLink>
      </DeadLink>
    );
  }
  return (
    <Page title="Confirm your new address" width="form">
      <p className="mb-6">
        One press, and your account uses <strong>{link.email}</strong>.
      </p>
      <form method="post">
        <Button wide>Use this address</Button>
      </form>
    </Page>
  );
}

function Confirmed({ changedTo }: { changedTo: string | null }) {
  return (
    <Page title="Confirm your new address" width="form">
      {changedTo ? (
        <Notice tone="done" title="Your address is changed" live>
          From now on you sign in with {changedTo}.
        </Notice>
      ) : (
        <Notice tone="error" title="This address is taken" live>
          Meanwhile somebody made an account with it. Your account keeps the address it had.
        </Notice>
      )}
      <ButtonLink href="/account/security">Go to sign-in and security</ButtonLink>
    </Page>
  );
}
