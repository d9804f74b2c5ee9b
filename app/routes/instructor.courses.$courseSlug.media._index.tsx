import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { EmptyState } from "#app/components/empty-state.tsx";
import { Page, Section } from "#app/components/page.tsx";
import { DeskTrail } from "#app/features/insights/desk-trail.tsx";
import { findMediaUses, readMediaCourse } from "#app/features/insights/media-desk.queries.server.ts";
import { changeFile } from "#app/features/media/change-file.server.ts";
import { readLibrary } from "#app/features/media/library.queries.server.ts";
import { LibraryList, PutAway, UploadForm } from "#app/features/media/library-parts.tsx";
import { changeSchema } from "#app/features/media/media.schema.ts";
import { receiveFormFile } from "#app/features/media/receive-form-file.server.ts";
import { notFound, requireRole } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { parseForm } from "#app/platform/http/parse-form.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";

export const handle = { script: true };

export const meta: MetaFunction<typeof loader> = ({ data }) =>
  pageMeta({ title: data ? `Media of ${data.title}` : "Media", personal: true });

export async function loader(args: LoaderFunctionArgs) {
  const { course } = await open(args);
  const [files, uses] = await Promise.all([readLibrary(course.id), findMediaUses(course)]);
  return { key: course.key, title: course.title, files: files.map((file) => ({ ...file, uses: uses.get(file.hash) ?? [] })) };
}

/** A file from the plain form (multipart), or a change of one. */
export async function action(args: ActionFunctionArgs) {
  const { course } = await open(args);
  const page = `/instructor/courses/${course.key}/media`;
  if (/^multipart\//i.test(args.request.headers.get("Content-Type") ?? "")) {
    const kept = await receiveFormFile({ courseId: course.id, request: args.request });
    if (kept.status === "refused") return data({ error: kept.message }, { status: 400 });
    return redirect(`${page}#file-${kept.fileId}`, 303);
  }
  const form = parseForm(await readForm(args.request), changeSchema);
  if (!form.ok) return data({ error: Object.values(form.reply.errors).flat().join(" ") }, { status: 400 });
  const { fileId, intent, alt } = form.value;
  const change = intent === "describe" ? { alt } : { removed: intent === "put-away" };
  if (!(await changeFile({ courseId: course.id, fileId, change }))) throw notFound("There is no such file.");
  return redirect(`${page}#file-${fileId}`, 303);
}

async function open(args: LoaderFunctionArgs) {
  const viewer = await requireRole(args, "instructor", "admin");
  const course = await readMediaCourse(viewer, args.params.courseSlug);
  if (!course) throw notFound();
  return { course };
}

export default function Media() {
  const { key, title, files } = useLoaderData<typeof loader>();
  const error = useActionData<typeof action>()?.error;
  const path = `/instructor/courses/${key}/media`;
  const here = files.filter((file) => !file.removed);
  const away = files.filter((file) => file.removed);
  return (
    <>
      <DeskTrail
        steps={[
          { href: "/instructor", label: "Courses you look after" },
          { href: `/instructor/courses/${key}`, label: title },
        ]}
      />
      <Page title="Media">
        <UploadForm path={path} error={error} />
        {here.length === 0 ? (
          <EmptyState title="There are no files yet">Send the first one with the form above.</EmptyState>
        ) : (
          <LibraryList path={path} files={here} />
        )}
        {away.length > 0 && (
          <Section id="away" title="Put away">
            <PutAway path={path} files={away} />
          </Section>
        )}
      </Page>
    </>
  );
}
