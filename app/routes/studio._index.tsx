import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { Button } from "#app/components/button.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { FormattedDate } from "#app/components/formatted.tsx";
import { Page, Section } from "#app/components/page.tsx";
import { beginDraft } from "#app/features/authoring/begin-draft.server.ts";
import { findOwnCourse, listStudioCourses } from "#app/features/authoring/draft.queries.server.ts";
import { duplicateCourse } from "#app/features/authoring/duplicate-course.server.ts";
import { DuplicateForm } from "#app/features/authoring/duplicate-form.tsx";
import { importDraft } from "#app/features/authoring/import-draft.server.ts";
import { importWords } from "#app/features/authoring/import-words.ts";
import { duplicateForm, newCourseForm } from "#app/features/authoring/new-course.schema.ts";
import { newCourse } from "#app/features/authoring/new-course.server.ts";
import { ImportForm, NewCourseForm } from "#app/features/authoring/new-course-form.tsx";
import { readZip } from "#app/features/authoring/read-zip.server.ts";
import { badForm } from "#app/platform/http/form-answers.server.ts";
import { found, requireRole } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { parseForm } from "#app/platform/http/parse-form.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";
import { readUpload } from "#app/platform/http/read-upload.server.ts";
import type { Viewer } from "#app/platform/sessions/session.server.ts";

export const meta: MetaFunction = () => pageMeta({ title: "Studio", personal: true });

const MOST_UPLOADED = 64 * 1024 * 1024;

export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireRole(args, "instructor", "admin");
  return { courses: await listStudioCourses(viewer), name: viewer.name };
}

export async function action(args: ActionFunctionArgs) {
  const viewer = await requireRole(args, "instructor", "admin");
  if (/^multipart\//i.test(args.request.headers.get("Content-Type") ?? "")) return importZip(viewer, args.request);
  const fields = await readForm(args.request);
  if (fields.get("intent") === "begin") {
    const courseKey = String(fields.get("course"));
    const { courseId } = found(await findOwnCourse(viewer, courseKey));
    await beginDraft({ courseId, authorId: viewer.id });
    return redirect(`/studio/${courseKey}`, 303);
  }
  if (fields.get("intent") === "duplicate") return duplicate(viewer, fields);
  const form = parseForm(fields, newCourseForm);
  if (!form.ok) return badForm(form.reply);
  const outcome = await newCourse({ ownerId: viewer.id, course: form.value });
  if (outcome.status === "created") return redirect(`/studio/${outcome.courseKey}`, 303);
  return badForm(
    form.refuse({
      "": outcome.reason === "key-taken" ? QUICKER : outcome.messages.join(" "),
    }),
  );
}

async function duplicate(viewer: Viewer, fields: Awaited<ReturnType<typeof readForm>>) {
  const { courseId } = found(await findOwnCourse(viewer, String(fields.get("course"))));
  const form = parseForm(fields, duplicateForm);
  if (!form.ok) return badForm(form.reply);
  const outcome = await duplicateCourse({ courseId, ownerId: viewer.id, title: form.value.title });
  if (outcome.status === "created") return redirect(`/studio/${outcome.courseKey}`, 303);
  if (outcome.reason === "by-hand") return badForm(form.refuse({ "": `In its course.yaml: ${outcome.message}` }));
  return badForm(form.refuse({ "": outcome.reason === "key-taken" ? QUICKER : "There is nothing of this course to copy." }));
}

const QUICKER = "Somebody was quicker with this title. Send it again.";

async function importZip(viewer: Viewer, request: Request) {
  const refuse = (message: string, status = 400) =>
    data({ values: { intent: "import" }, errors: { "": [message] } } as Parameters<typeof badForm>[0], { status });
  const upload = await readUpload(request, MOST_UPLOADED);
  if (upload.status === "refused") {
    if (upload.reason === "too-large") return refuse("This zip is larger than 64 MiB. Send it with npm run course -- push.", 413);
    return refuse(
      upload.reason === "busy" ? "Many are sending files now. Try again in a minute." : "No whole file arrived. Send it again.",
    );
  }
  const zip = upload.form.get("zip");
  if (!(zip instanceof File) || zip.size === 0) return refuse("Choose a zip file.");
  const read = await readZip(Buffer.from(await zip.arrayBuffer()));
  if (read.status === "refused") return refuse(read.message);
  const outcome = await importDraft({ viewer, files: read.files, from: zip.name.slice(0, 200) });
  if (outcome.status === "refused") return refuse(importWords(outcome));
  return redirect(`/studio/${outcome.courseKey}`, 303);
}

export default function Studio() {
  const { courses, name } = useLoaderData<typeof loader>();
  const reply = useActionData<typeof action>();
  const intent = reply?.values.intent;
  return (
    <Page title="Studio" lead="Courses that you write. What you change here learners see when you publish it.">
      {courses.length === 0 ? (
        <EmptyState title="You have no course yet">Make one below, or import the folder of one.</EmptyState>
      ) : (
        <ul className="border-t border-line">
          {courses.map(({ key, title, draft, release }) => (
            <li key={key} className="flex flex-wrap items-center justify-between gap-3 border-b border-line py-4">
              <div className="min-w-0">
                {draft ? (
                  <a href={`/studio/${key}`} className="text-link font-semibold [overflow-wrap:anywhere]">
                    {title}
                  </a>
                ) : (
                  <span className="font-semibold">{title}</span>
                )}
                <p className="text-small text-soft">
                  {release === null ? "Not published" : `Release ${release}`}
                  {draft && (
                    <>
                      {" · "}
                      {draft.what}, <FormattedDate value={draft.changedAt} time />
                    </>
                  )}
                </p>
              </div>
              <DuplicateForm
                course={{ key, title }}
                reply={intent === "duplicate" && reply?.values.course === key ? reply : undefined}
              />
              {!draft && (
                <form method="post">
                  <input type="hidden" name="course" value={key} />
                  <Button look="secondary" name="intent" value="begin">
                    Edit
                  </Button>
                </form>
              )}
            </li>
          ))}
        </ul>
      )}
      <Section id="new" title="A new course">
        <NewCourseForm name={name} reply={intent === "new" ? reply : undefined} />
      </Section>
      <Section id="import" title="Import">
        <ImportForm reply={intent === "import" ? reply : undefined} />
      </Section>
    </Page>
  );
}
