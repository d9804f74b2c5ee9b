import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { ButtonLink } from "#app/components/button.tsx";
import { Notice } from "#app/components/notice.tsx";
import { Section } from "#app/components/page.tsx";
import { RenderedHtml } from "#app/components/rendered-html.tsx";
import { BundleContents } from "#app/features/catalog/bundle-parts.tsx";
import { GuestWords } from "#app/features/catalog/guest-words.tsx";
import { Amount, SaleForm } from "#app/features/catalog/sale-form.tsx";
import { ArrivingOffer } from "#app/features/checkout/arriving-words.tsx";
import { readBundlePage } from "#app/features/checkout/bundle-page.queries.server.ts";
import { codeRefusal } from "#app/features/checkout/coupon-words.ts";
import { env } from "#app/platform/env.server.ts";
import { notFound } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";

export const handle = { cache: "public" };

export const meta: MetaFunction<typeof loader> = ({ data }) => {
  if (!data) return pageMeta({ title: "No such bundle", personal: true });
  const { title, tagline, key } = data.bundle;
  return pageMeta({ title, description: tagline, canonical: `${data.site}/products/${key}` });
};

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const viewer = await context.readViewer();
  const query = new URL(request.url).searchParams;
  const reader = { currency: query.get("currency"), acceptLanguage: request.headers.get("Accept-Language") };
  const bundle = await readBundlePage({ key: params.productKey ?? "", reader: { ...reader, userId: viewer?.id ?? null } });
  if (!bundle) throw notFound("There is no bundle at this address.");
  if ((bundle.sale?.currencies.length ?? 0) > 1) context.varies = true;
  return {
    bundle,
    looksAgain: bundle.arriving?.state === "opening",
    codes: bundle.takesCodes ? { refusal: codeRefusal(query.get("code")) } : null,
    error: query.get("error"),
    signedIn: viewer !== null,
    site: env().appUrl,
  };
}

const errors: Record<string, string> = {
  changed: "What is offered here has changed since you opened this page, so nothing was bought. Please look at it again.",
  "not-for-sale": "This bundle is not for sale at present, so nothing was bought.",
  "payment-service": "The payment service did not answer, so nothing was bought. Please try again in a minute.",
};

export default function BundlePage() {
  const { bundle, error } = useLoaderData<typeof loader>();
  return (
    <main id="main" tabIndex={-1} className="mx-auto max-w-page px-4 py-10 outline-none sm:px-6 sm:py-14">
      {error && Object.hasOwn(errors, error) && <Notice tone="error" title={errors[error]} live />}
      <div className="grid gap-10 lg:grid-cols-[minmax(0,1fr)_360px] lg:gap-16">
        <header>
          <h1 className="font-serif text-display">{bundle.title}</h1>
          <p className="mt-4 max-w-measure text-large text-soft">{bundle.tagline}</p>
        </header>
        <aside aria-label="Get this bundle" className="lg:row-span-2">
          <div className="rounded border border-line bg-raised p-5 lg:sticky lg:top-6">
            <Offer />
          </div>
        </aside>
        <div className="min-w-0">
          <RenderedHtml html={bundle.summary} className="prose max-w-measure" />
          <Section title="What is in it" id="contents">
            <BundleContents courses={bundle.courses} />
          </Section>
          <Section title="What happens after you pay" id="after-payment">
            <RenderedHtml html={bundle.afterPayment} className="prose max-w-measure" />
          </Section>
          <Section title="Refunds" id="refunds">
            <RenderedHtml html={bundle.refundPolicy} className="prose max-w-measure" />
          </Section>
        </div>
      </div>
    </main>
  );
}

function Offer() {
  const { bundle, codes, signedIn } = useLoaderData<typeof loader>();
  const { key, sale, saving, courses, arriving } = bundle;
  if (courses.every(({ owned }) => owned)) {
    return (
      <>
        <p className="mb-4 font-semibold">All of it is yours.</p>
        <ButtonLink href="/learn" wide>
          Your courses
        </ButtonLink>
      </>
    );
  }
  if (arriving) return <ArrivingOffer arriving={arriving} here={`/products/${key}`} what="all" />;
  if (!sale) return <p className="font-semibold">This bundle is not for sale at present.</p>;
  return (
    <>
      {saving !== null && !sale.credit && (
        <p className="mb-2 font-semibold text-done">
          You save <Amount amount={saving} currency={sale.price.currency} before={null} /> against buying them one by one.
        </p>
      )}
      <SaleForm action={`/products/${key}/buy`} here={`/products/${key}`} button="Buy this bundle" sale={sale} codes={codes} />
      <p className="mt-3 text-small text-soft">
        One payment. The courses stay yours.
        {!signedIn && <GuestWords here={`/products/${key}`} codes={codes !== null} />}
      </p>
    </>
  );
}
