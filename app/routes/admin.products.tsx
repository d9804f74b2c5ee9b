import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { EmptyState } from "#app/components/empty-state.tsx";
import { Page } from "#app/components/page.tsx";
import { AdminNav } from "#app/features/insights/admin-nav.tsx";
import { ProductTable } from "#app/features/insights/product-table.tsx";
import { listProducts } from "#app/features/insights/products.queries.server.ts";
import { requireRole } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";

export const meta: MetaFunction = () => pageMeta({ title: "Products", personal: true });

export async function loader(args: LoaderFunctionArgs) {
  await requireRole(args, "admin");
  return { products: await listProducts() };
}

export default function Products() {
  const { products } = useLoaderData<typeof loader>();
  return (
    <>
      <AdminNav here="/admin/products" />
      <Page
        title="Products"
        lead="What is sold, and what it costs now. Prices are changed in the files: a course's own in its course.yaml, the rest in content/products."
      >
        {products.length === 0 ? (
          <EmptyState title="Nothing is for sale yet.">
            <p>A course with a price in its course.yaml is sold as soon as it is published.</p>
          </EmptyState>
        ) : (
          <ProductTable products={products} />
        )}
      </Page>
    </>
  );
}
