import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Button } from "#app/components/button.tsx";
import { FormError, firstInvalid, SelectField, TextField } from "#app/components/form-field.tsx";
import { Notice } from "#app/components/notice.tsx";
import { Page } from "#app/components/page.tsx";
import { AccountNav } from "#app/features/accounts/account-nav.tsx";
import { profileForm } from "#app/features/accounts/accounts.schema.ts";
import { timeZoneChoices } from "#app/features/accounts/time-zones.ts";
import { updateProfile } from "#app/features/accounts/update-profile.server.ts";
import { badForm } from "#app/platform/http/form-answers.server.ts";
import { requireViewer } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { parseForm } from "#app/platform/http/parse-form.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";

export const meta: MetaFunction = () => pageMeta({ title: "Your profile", personal: true });

export async function loader(args: LoaderFunctionArgs) {
  const { name, timeZone, theme } = await requireViewer(args);
  const saved = new URL(args.request.url).searchParams.has("saved");
  return { name, timeZone, theme, timeZones: timeZoneChoices(timeZone), saved };
}

export async function action(args: ActionFunctionArgs) {
  const viewer = await requireViewer(args);
  const form = parseForm(await readForm(args.request), profileForm);
  if (!form.ok) return badForm(form.reply);
  await updateProfile({ userId: viewer.id, ...form.value });
  return redirect("/account?saved", 303);
}

const themes = [
  { value: "", label: "As my device says" },
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
];

export default function Profile() {
  const { name, timeZone, theme, timeZones, saved } = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>();
  const zones = [
    { value: "", label: "As my device says" },
    ...timeZones.map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") })),
  ];
  const typed = reply?.values;
  return (
    <Page title="Your profile">
      <AccountNav here="/account" />
      {saved && !reply && <Notice tone="done" title="Saved" live />}
      <form method="post" className="max-w-form">
        <FormError errors={reply?.errors[""]} />
        <TextField
          label="Your name"
          name="name"
          autoComplete="name"
          required
          maxLength={100}
          defaultValue={typed?.name ?? name}
          autoFocus={firstInvalid(reply?.errors) === "name"}
          errors={reply?.errors.name}
        />
        <SelectField
          label="Time zone"
          name="timeZone"
          hint="Times are shown in it."
          options={zones}
          defaultValue={typed?.timeZone ?? timeZone ?? ""}
          errors={reply?.errors.timeZone}
        />
        <SelectField
          label="Colours"
          name="theme"
          options={themes}
          defaultValue={typed?.theme ?? theme ?? ""}
          errors={reply?.errors.theme}
        />
        <Button>Save</Button>
      </form>
    </Page>
  );
}
