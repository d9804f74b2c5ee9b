import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ButtonLink } from "#app/components/button.tsx";
import { Page } from "#app/components/page.tsx";
import { readPublicCourse } from "#app/features/catalog/catalogue.queries.server.ts";
import { readProduct } from "#app/features/catalog/products.queries.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";

export const meta: MetaFunction = () => pageMeta({ title: "Nothing was paid", personal: true });

export async function loader({ request }: LoaderFunctionArgs) {
  const query = new URL(request.url).searchParams;
  const course = await readPublicCourse(query.get("course") ?? "");
  const product = await readProduct(query.get("product") ?? "");
  return {
    course: course && { key: course.manifest.key, title: course.manifest.title },
    bundle: product?.sheet?.bundle ? { key: product.key, title: product.title } : null,
  };
}

export default function CheckoutCancelled() {
  const { course, bundle } = useLoaderData<typeof loader>();
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
    </Page>
  );
}
