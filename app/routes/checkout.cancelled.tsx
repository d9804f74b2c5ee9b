import { type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ButtonLink } from "#app/components/button.tsx";
import { Page } from "#app/components/page.tsx";
import { readPublicCourse } from "#app/features/catalog/catalogue.queries.server.ts";
import { readProduct } from "#app/features/catalog/products.queries.server.ts";
import { askForReminder } from "#app/features/checkout/reminders/ask-for-reminder.server.ts";
import { findLeftOrder } from "#app/features/checkout/reminders/left-order.queries.server.ts";
import { ReminderForm } from "#app/features/checkout/reminders/reminder-form.tsx";
import { requireViewer } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { readForm } from "#app/platform/http/read-form.server.ts";

export const meta: MetaFunction = () => pageMeta({ title: "Nothing was paid", personal: true });

export async function loader({ request, context }: LoaderFunctionArgs) {
  const here = new URL(request.url);
  const course = await readPublicCourse(here.searchParams.get("course") ?? "");
  const product = await readProduct(here.searchParams.get("product") ?? "");
  const bundle = product?.sheet?.bundle ? { key: product.key, title: product.title } : null;
  const productKey = course?.manifest.key ?? bundle?.key;
  const viewer = productKey ? await context.readViewer() : null;
  const left = viewer && productKey ? await findLeftOrder({ userId: viewer.id, productKey }) : null;
  return {
    course: course && { key: course.manifest.key, title: course.manifest.title },
    bundle,
    reminder: left && { at: left.remindAt, action: `${here.pathname}${here.search}` },
  };
}

export async function action(args: ActionFunctionArgs) {
  const viewer = await requireViewer(args);
  const { pathname, search, searchParams } = new URL(args.request.url);
  const intent = (await readForm(args.request)).get("intent");
  if (intent !== "remind" && intent !== "forget") throw new Response("Press one of the buttons of the page.", { status: 400 });
  const productKey = searchParams.get("course") ?? searchParams.get("product") ?? "";
  // What is no longer left unpaid is not reminded of: the page says how things stand.
  await askForReminder({ userId: viewer.id, productKey, wanted: intent === "remind" });
  return redirect(pathname + search, 303);
}

export default function CheckoutCancelled() {
  const { course, bundle, reminder } = useLoaderData<typeof loader>();
  return (
    <Page title="Nothing was paid" width="text">
      <p>You have left the payment page, and nothing was taken from you. If you change your mind, go on where you were.</p>
      <p className="mt-8 flex flex-wrap gap-3">
        {course && <ButtonLink href={`/courses/${course.key}`}>Back to {course.title}</ButtonLink>}
        {bundle && <ButtonLink href={`/products/${bundle.key}`}>Back to {bundle.title}</ButtonLink>}
        <ButtonLink href="/courses" look="secondary">
          Look at all courses
        </ButtonLink>
      </p>
      {reminder && <ReminderForm remindAt={reminder.at} action={reminder.action} />}
    </Page>
  );
}
