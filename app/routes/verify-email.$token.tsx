import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { Page } from "#app/components/page.tsx";
import { DeadLink } from "#app/features/accounts/dead-link.tsx";
import { linkPageStatus, readLinkPage } from "#app/features/accounts/link.queries.server.ts";
import { verifyEmail } from "#app/features/accounts/verify-email.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { redirectTarget, withReturnTo } from "#app/platform/http/redirect-target.ts";

export const meta: MetaFunction = () => pageMeta({ title: "Confirm your address", personal: true });

/** Only the button uses the link up: programs that look into mails follow links, but press nothing. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const link = await readLinkPage({ token: params.token ?? "", purpose: "verify_email" });
  const returnTo = new URL(request.url).searchParams.get("returnTo");
  return data({ link, signIn: withReturnTo("/sign-in", returnTo) }, { status: linkPageStatus(link) });
}

export async function action({ request, params }: ActionFunctionArgs) {
  const outcome = await verifyEmail({ token: params.token ?? "", userAgent: request.headers.get("User-Agent") ?? "" });
  const { pathname, search, searchParams } = new URL(request.url);
  // The page itself says what is the matter with the link.
  if (outcome.status === "refused") return redirect(pathname + search, 303);
  return redirect(redirectTarget(searchParams.get("returnTo")), { status: 303, headers: { "Set-Cookie": outcome.setCookie } });
}

export default function VerifyEmail() {
  const { link, signIn } = useLoaderData<typeof loader>();
  if (link.status === "refused") {
    return (
      <DeadLink reason={link.reason}>
        <p className="mb-6">If you have confirmed your address already, just sign in. If not, sign in too: you get a new mail.</p>
        <ButtonLink href={signIn}>Sign in</ButtonLink>
      </DeadLink>
    );
  }
  return (
    <Page title="Confirm your address" width="form">
      <p className="mb-6">
        One press, and your account with <strong>{link.email}</strong> is open.
      </p>
      <form method="post">
        <Button wide>Confirm and sign in</Button>
      </form>
    </Page>
  );
}
