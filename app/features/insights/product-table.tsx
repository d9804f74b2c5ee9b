import { DataTable } from "#app/components/data-table.tsx";
import { FormattedDate, FormattedMoney, plural } from "#app/components/formatted.tsx";
import type { ProductLine } from "./products.queries.server.ts";

/** As it comes out of a loader: dates may be text. */
type Line = Omit<ProductLine, "prices" | "sales"> & {
  prices: { amount: number; currency: string }[];
  sales: { amount: number; currency: string; from: Date | string | null; until: Date | string | null }[];
};

export function ProductTable({ products }: { products: Line[] }) {
  return (
    <DataTable
      caption="Products, those for sale first"
      rows={products}
      rowKey={({ id }) => id}
      columns={[
        { heading: "Product", cell: (product) => <Name product={product} /> },
        { heading: "State", cell: ({ active }) => (active ? "for sale" : "not for sale") },
        { heading: "Costs now", align: "right", cell: ({ prices }) => <Amounts prices={prices} /> },
        { heading: "Sales", cell: ({ sales }) => <Sales sales={sales} /> },
        { heading: "Offered with it", cell: ({ bump }) => bump ?? "–" },
        { heading: "Sold", align: "right", cell: ({ sold }) => sold },
      ]}
    />
  );
}

function Name({ product: { key, title, bundle, courses } }: { product: Line }) {
  return (
    <>
      <a href={bundle ? `/products/${key}` : `/courses/${key}`} className="text-link">
        {title}
      </a>
      <span className="block text-soft">
        {bundle ? `Bundle of ${plural(courses.length, "course")}: ${courses.join(", ")}` : "Course"}
      </span>
    </>
  );
}

function Amounts({ prices }: { prices: Line["prices"] }) {
  if (prices.length === 0) return "–";
  return prices.map(({ amount, currency }) => (
    <span key={currency} className="block whitespace-nowrap">
      <FormattedMoney amount={amount} currency={currency} />
    </span>
  ));
}

function Sales({ sales }: { sales: Line["sales"] }) {
  if (sales.length === 0) return "none";
  return sales.map(({ amount, currency, from, until }) => (
    <span key={`${currency} ${String(from)}`} className="block">
      <FormattedMoney amount={amount} currency={currency} />
      {from && (
        <>
          {" "}
          from <FormattedDate value={from} time />
        </>
      )}
      {until && (
        <>
          {" "}
          until <FormattedDate value={until} time />
        </>
      )}
    </span>
  ));
}
