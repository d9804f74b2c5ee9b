import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ButtonLink } from "#app/components/button.tsx";
import { DataTable } from "#app/components/data-table.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { Page } from "#app/components/page.tsx";
import { AccountNav } from "#app/features/accounts/account-nav.tsx";
import { listGivenGifts } from "#app/features/checkout/gifts/gift.queries.server.ts";
import { GiftStateWords } from "#app/features/checkout/gifts/gift-words.tsx";
import { requireViewer } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";

export const meta: MetaFunction = () => pageMeta({ title: "Gifts you have given", personal: true });

export async function loader(args: LoaderFunctionArgs) {
  const viewer = await requireViewer(args);
  return { gifts: await listGivenGifts(viewer.id) };
}

export default function Gifts() {
  const { gifts } = useLoaderData<typeof loader>();
  return (
    <Page title="Gifts you have given">
      <AccountNav here="/gifts" />
      {gifts.length === 0 ? (
        <EmptyState title="You have given nothing yet" action={<ButtonLink href="/courses">Look at the courses</ButtonLink>}>
          On the page of a course that costs money you can give it to somebody. Here you see how it stands.
        </EmptyState>
      ) : (
        <DataTable
          caption="Gifts you have given, the newest first"
          rows={gifts}
          rowKey={(gift) => gift.id}
          columns={[
            {
              heading: "What",
              cell: (gift) => (
                <a href={`/gifts/${gift.id}`} className="text-link">
                  {gift.title}
                </a>
              ),
            },
            {
              heading: "For",
              cell: (gift) => (
                <>
                  <span className="[overflow-wrap:anywhere]">{gift.recipientEmail || "No address"}</span>
                  <span className="block text-soft">
                    <GiftStateWords gift={gift} />
                  </span>
                </>
              ),
            },
          ]}
        />
      )}
    </Page>
  );
}
