import {
  type ActionFunctionArgs,
  type HeadersFunction,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Notice } from "#app/components/notice.tsx";
import { Page, Section } from "#app/components/page.tsx";
import { AccountNav } from "#app/features/accounts/account-nav.tsx";
import { changeEmailForm, changePasswordForm, endSessionForm } from "#app/features/accounts/accounts.schema.ts";
import { changeEmail } from "#app/features/accounts/change-email.server.ts";
import { changePassword } from "#app/features/accounts/change-password.server.ts";
import { DeviceList } from "#app/features/accounts/device-list.tsx";
import { readDevices } from "#app/features/accounts/devices.queries.server.ts";
import { endOtherSessions, endSession, signOutEverywhere } from "#app/features/accounts/end-sessions.server.ts";
import { isOutboxPublic } from "#app/features/accounts/outbox.queries.server.ts";
import { ChangeEmailForm, ChangePasswordForm } from "#app/features/accounts/security-forms.tsx";
import { badForm, tooManyTriesForm } from "#app/platform/http/form-answers.server.ts";
import { requireViewer } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { parseForm } from "#app/platform/http/parse-form.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";
import type { Viewer } from "#app/platform/sessions/session.server.ts";

export const meta: MetaFunction = () => pageMeta({ title: "Sign-in and security", personal: true });
export const headers: HeadersFunction = ({ actionHeaders }) => actionHeaders;

const notices = {
  password: { title: "Your password is changed", text: "You are signed out everywhere else." },
  email: {
    title: "Check your mail",
    text: "If the new address can be used, a link is on its way to it. Your address stays until you follow it.",
  },
  sessions: { title: "Signed out there", text: "" },
};

export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireViewer(args);
  const done = new URL(args.request.url).searchParams.get("done");
  const notice = done === "password" || done === "email" || done === "sessions" ? notices[done] : null;
  return {
    email: viewer.email,
    devices: await readDevices({ userId: viewer.id, sessionHash: viewer.sessionHash }),
    notice,
    outbox: isOutboxPublic(args.request),
  };
}

export async function action(args: ActionFunctionArgs) {
  const viewer = await requireViewer(args);
  const sitting = { userId: viewer.id, sessionHash: viewer.sessionHash };
  const form = await readForm(args.request);
  switch (form.get("intent")) {
    case "change-password":
      return submitPassword(form, viewer);
    case "change-email":
      return submitEmail(form, viewer);
    case "end-others":
      await endOtherSessions(sitting);
      return redirect("/account/security?done=sessions", 303);
    case "sign-out-everywhere":
      return redirect("/", { status: 303, headers: { "Set-Cookie": await signOutEverywhere(sitting) } });
    case "end-session": {
      const parsed = parseForm(form, endSessionForm);
      if (!parsed.ok) throw new Response("There is no such session.", { status: 400 });
      await endSession({ userId: viewer.id, session: parsed.value.session });
      return redirect("/account/security?done=sessions", 303);
    }
    default:
      throw new Response("This form is not known here. Open the page again.", { status: 400 });
  }
}

async function submitPassword(fields: FormData, viewer: Viewer) {
  const form = parseForm(fields, changePasswordForm);
  if (!form.ok) return badForm(form.reply);
  const outcome = await changePassword({ ...form.value, userId: viewer.id, sessionHash: viewer.sessionHash });
  if (outcome.status === "changed") return redirect("/account/security?done=password", 303);
  if (outcome.reason === "too-many-tries") return tooManyTriesForm(form.refuse({}), outcome.retryAt);
  if (outcome.reason === "weak-password") return badForm(form.refuse({ newPassword: outcome.message }));
  return badForm(form.refuse({ currentPassword: "This is not your password." }));
}

async function submitEmail(fields: FormData, viewer: Viewer) {
  const form = parseForm(fields, changeEmailForm);
  if (!form.ok) return badForm(form.reply);
  const outcome = await changeEmail({ ...form.value, userId: viewer.id });
  if (outcome.status === "mail-sent") return redirect("/account/security?done=email", 303);
  if (outcome.reason === "too-many-tries") return tooManyTriesForm(form.refuse({}), outcome.retryAt);
  if (outcome.reason === "same-address") return badForm(form.refuse({ email: "This is your address already." }));
  return badForm(form.refuse({ password: "This is not your password." }));
}

export default function Security() {
  const { email, devices, notice, outbox } = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>();
  const replyTo = (intent: string) => (reply?.values.intent === intent ? reply : undefined);
  return (
    <Page title="Sign-in and security">
      <AccountNav here="/account/security" />
      {notice && !reply && (
        <Notice tone="done" title={notice.title} live>
          {notice.text}
          {outbox && notice.title === notices.email.title && (
            <>
              {" "}
              This site sends no mail yet: you find it in the <a href="/outbox">mail outbox</a>.
            </>
          )}
        </Notice>
      )}
      <Section id="your-password" title="Password">
        <ChangePasswordForm reply={replyTo("change-password")} email={email} />
      </Section>
      <Section id="your-address" title="E-mail address">
        <ChangeEmailForm reply={replyTo("change-email")} email={email} />
      </Section>
      <Section id="devices" title="Where you are signed in">
        <DeviceList devices={devices} />
      </Section>
    </Page>
  );
}
