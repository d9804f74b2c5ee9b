import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Button, ButtonLink } from "#app/components/button.tsx";
import { SelectField, TextField } from "#app/components/form-field.tsx";
import { FormattedDate } from "#app/components/formatted.tsx";
import { Notice } from "#app/components/notice.tsx";
import { Page, Section } from "#app/components/page.tsx";
import { findDraft } from "#app/features/authoring/draft.queries.server.ts";
import { listCourseTokens } from "#app/features/authoring/remote/course-token.queries.server.ts";
import { makeCourseToken } from "#app/features/authoring/remote/make-course-token.server.ts";
import { revokeCourseToken } from "#app/features/authoring/remote/revoke-course-token.server.ts";
import { tokenForm } from "#app/features/authoring/remote/token.schema.ts";
import { StudioTrail } from "#app/features/authoring/studio-trail.tsx";
import { found, notFound, requireRole } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { parseForm } from "#app/platform/http/parse-form.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";

export const meta: MetaFunction = () => pageMeta({ title: "Files and git", personal: true });

const scopes = [
  { value: "read", label: "pull and check" },
  { value: "write", label: "pull, check and push" },
  { value: "publish", label: "pull, check, push and publish" },
];

async function gate(args: LoaderFunctionArgs) {
  const viewer = await requireRole(args, "instructor", "admin");
  return { viewer, draft: found(await findDraft(viewer, args.params.courseKey)) };
}

export async function loader(args: LoaderFunctionArgs) {
  const { draft } = await gate(args);
  const site = new URL(args.request.url).origin;
  return { courseKey: draft.courseKey, site, tokens: await listCourseTokens(draft.draftId) };
}

export async function action(args: ActionFunctionArgs) {
  const { viewer, draft } = await gate(args);
  const { draftId, courseId } = draft;
  const fields = await readForm(args.request);
  if (fields.get("intent") === "revoke") {
    const outcome = await revokeCourseToken({ draftId, courseId, actorId: viewer.id, tokenId: String(fields.get("token")) });
    if (outcome.status === "refused") throw notFound("There is no such token any more.");
    return redirect(`/studio/${draft.courseKey}/tokens`, 303);
  }
  const form = parseForm(fields, tokenForm);
  if (!form.ok) return data({ token: null, reply: form.reply }, { status: 400 });
  const { name, scope } = form.value;
  const { token } = await makeCourseToken({ draftId, courseId, userId: viewer.id, name, scope });
  return data({ token, reply: null }, { headers: { "Cache-Control": "no-store" } });
}

export default function StudioTokens() {
  const { courseKey, site, tokens } = useLoaderData<typeof loader>();
  const { token = null, reply = null } = useActionData<typeof action>() ?? {};
  const command = `npm run course -- pull ${courseKey} --course ${courseKey} --site ${site} --token ${token ?? "…"}`;
  return (
    <>
      <StudioTrail steps={[{ href: `/studio/${courseKey}`, label: "Outline" }]} />
      <Page
        title="Files and git"
        lead="The draft is a folder of text files. Take it with you, edit it with your own tools, keep it in git, and bring it back."
      >
        {token && (
          <Notice tone="done" title="Here is the token. It is shown this once: copy it now." live>
            <p className="font-mono text-small [overflow-wrap:anywhere]">{token}</p>
          </Notice>
        )}
        <ButtonLink href={`/studio/${courseKey}/export.zip`} look="secondary">
          Download as a zip
        </ButtonLink>
        <Section id="command" title="At the command line">
          <pre className="overflow-x-auto whitespace-pre-wrap rounded bg-sunken p-4 text-small [overflow-wrap:anywhere]">
            {command}
          </pre>
          <p className="mt-3 max-w-measure text-soft">Then push, check and publish, with the folder and the token.</p>
        </Section>
        <Section id="tokens" title="Tokens">
          {tokens.length === 0 && <p className="mb-5 text-soft">No program has a token for this course.</p>}
          <ul className="mb-6">
            {tokens.map((one) => (
              <li key={one.id} className="flex flex-wrap items-center justify-between gap-3 border-t border-line py-3">
                <div>
                  <p className="font-semibold">{one.name}</p>
                  <p className="text-small text-soft">
                    May {scopes.find(({ value }) => value === one.scope)?.label}. Of {one.owner}.{" "}
                    {one.lastUsedAt ? (
                      <>
                        Last used <FormattedDate value={one.lastUsedAt} time />
                      </>
                    ) : (
                      "Not used yet"
                    )}
                  </p>
                </div>
                <form method="post">
                  <input type="hidden" name="token" value={one.id} />
                  <Button look="danger" name="intent" value="revoke">
                    End<span className="sr-only"> the token {one.name}</span>
                  </Button>
                </form>
              </li>
            ))}
          </ul>
          <form method="post" className="max-w-measure">
            <TextField
              label="Name"
              name="name"
              hint="What it is for: my laptop, the build."
              errors={reply?.errors.name}
              defaultValue={reply?.values.name}
            />
            <SelectField label="It may" name="scope" options={scopes} defaultValue={reply?.values.scope ?? "write"} />
            <Button name="intent" value="make">
              Make a token
            </Button>
          </form>
        </Section>
      </Page>
    </>
  );
}
