import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Notice } from "#app/components/notice.tsx";
import { Page } from "#app/components/page.tsx";
import { isOutboxPublic } from "#app/features/accounts/outbox.queries.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { withReturnTo } from "#app/platform/http/redirect-target.ts";

export const meta: MetaFunction = () => pageMeta({ title: "Check your mail", personal: true });

const leads = {
  "sign-up": "We have sent a mail to the address you gave. Follow the link in it to confirm the address and open your account.",
  unverified:
    "Your password is right, but your address is not confirmed yet. We have sent you a new mail: follow the link in it, and you are signed in.",
  reset:
    "We have sent a mail to the address you gave. If there is an account with it, the link in the mail lets you choose a new password.",
  claim:
    "If what you bought is not opened yet, we have sent a new link to the address that you paid with. Follow it to choose a password.",
};

export function loader({ request }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  const about = searchParams.get("about");
  const lead = about === "unverified" || about === "reset" || about === "claim" ? leads[about] : leads["sign-up"];
  return { lead, signIn: withReturnTo("/sign-in", searchParams.get("returnTo")), outbox: isOutboxPublic(request) };
}

export default function CheckYourMail() {
  const { lead, signIn, outbox } = useLoaderData<typeof loader>();
  return (
    <Page title="Check your mail" lead={lead} width="form">
      {outbox && (
        <Notice tone="attention" title="This site sends no mail yet">
          Every mail is kept in the <a href="/outbox">mail outbox</a>. You find yours there.
        </Notice>
      )}
      <p className="text-soft">
        No mail after a few minutes? Look among the unwanted mail, and check that the address was right. You can also{" "}
        <a href={signIn} className="text-link">
          go back
        </a>{" "}
        and try again.
      </p>
    </Page>
  );
}
