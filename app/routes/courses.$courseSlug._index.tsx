import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Notice } from "#app/components/notice.tsx";
import { BundleHints } from "#app/features/catalog/bundle-parts.tsx";
import { readPublicCourse } from "#app/features/catalog/catalogue.queries.server.ts";
import { CoursePitch } from "#app/features/catalog/course-pitch.tsx";
import { courseStructuredData } from "#app/features/catalog/course-structured-data.ts";
import { listBundlesWith, readProduct } from "#app/features/catalog/products.queries.server.ts";
import { findArriving } from "#app/features/checkout/arriving.server.ts";
import { ArrivingOffer } from "#app/features/checkout/arriving-words.tsx";
import { codeRefusal } from "#app/features/checkout/coupon-words.ts";
import { takesCodes } from "#app/features/checkout/coupons.queries.server.ts";
import { findGuestPurchase } from "#app/features/checkout/guests/guest-purchase.queries.server.ts";
import { GuestPurchase } from "#app/features/checkout/guests/guest-purchase.tsx";
import { OfferForOthers } from "#app/features/checkout/offer-for-others.tsx";
import { listPayWays } from "#app/features/checkout/recurring/plan-offer.queries.server.ts";
import { termsInWords } from "#app/features/checkout/recurring/plan-words.ts";
import { readSale } from "#app/features/checkout/sale.queries.server.ts";
import type { Manifest } from "#app/features/courseware/manifest.ts";
import { CourseOffer } from "#app/features/learning/course-offer.tsx";
import { readStanding } from "#app/features/learning/course-standing.queries.server.ts";
import { PayWays } from "#app/features/learning/pay-ways.tsx";
import { env } from "#app/platform/env.server.ts";
import { notFound } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";
import { readGuestToken } from "#app/platform/sessions/guest-cookie.server.ts";

export const handle = { cache: "public" };

export const meta: MetaFunction<typeof loader> = ({ data }) => {
  if (!data) return pageMeta({ title: "No such course", personal: true });
  const { course, price, site } = data;
  const address = `${site}/courses/${course.key}`;
  return pageMeta({
    title: course.title,
    description: course.tagline,
    canonical: address,
    image: previewImage(course, site),
    structuredData: [courseStructuredData({ course, price, address })],
  });
};

function previewImage({ socialImage, cover, title }: Pick<Manifest, "socialImage" | "cover" | "title">, site: string) {
  const picture = socialImage ?? cover;
  return picture && { ...picture, url: `${site}${picture.url}`, alt: cover?.alt ? `${title}: ${cover.alt}` : title };
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const [course, viewer] = await Promise.all([readPublicCourse(params.courseSlug ?? ""), context.readViewer()]);
  if (!course) throw notFound("There is no course at this address.");
  let standing = viewer ? await readStanding(viewer, course.manifest) : null;
  const mayBuy = viewer !== null && course.price !== null && !standing?.open;
  const [orderUnderWay = null] = mayBuy ? await findArriving({ userId: viewer.id, courseKey: course.manifest.key }) : [];
  // Looking may have opened it.
  if (mayBuy && !orderUnderWay) standing = await readStanding(viewer, course.manifest);
  const token = viewer || course.price === null ? null : readGuestToken(request.headers.get("Cookie"), "checkout");
  const guestPurchase = await findGuestPurchase({ token, courseKey: course.manifest.key });
  const query = new URL(request.url).searchParams;
  const buying = course.price !== null && !standing?.open;
  // What is shown first depends on the reader's language where there is a choice.
  if (buying && course.prices.length > 1) context.varies = true;
  const reader = {
    ...{ userId: viewer?.id ?? null, currency: query.get("currency"), acceptLanguage: request.headers.get("Accept-Language") },
  };
  const product = buying ? await readProduct(course.manifest.key) : null;
  const { price } = course;
  return {
    sale: (await readSale({ product, reader })) ?? (price && plainSale(price)),
    bundles: await listBundlesWith(course.courseId),
    course: course.manifest,
    price,
    standing,
    orderUnderWay,
    guestPurchase,
    looksAgain: orderUnderWay?.state === "opening",
    signedIn: viewer !== null,
    codes: course.price && (await takesCodes(course.manifest.key)) ? { refusal: codeRefusal(query.get("code")) } : null,
    payWays: course.price ? await payWaysOf(course.manifest.key) : [],
    closed: query.get("closed"),
    error: query.get("error"),
    site: env().appUrl,
  };
}

async function payWaysOf(courseKey: string) {
  const ways = await listPayWays(courseKey);
  return ways.map((way) => {
    return { key: way.key, words: termsInWords(way), trialDays: way.trialDays, membership: way.payments === null };
  });
}

/** Of what is not for sale at present: the button says so. */
function plainSale(price: { amount: number; currency: string }) {
  return { price: { ...price, before: null, until: null }, currencies: [], bump: null, credit: null };
}

const closings: Record<string, string> = {
  "no-entitlement": "You do not have this course yet. You can get it here.",
  "not-started": "Your access to this course has not begun yet.",
  ended: "Your access to this course has ended. Your progress is kept.",
  revoked: "Your access to this course was taken back. Your progress is kept. If that is a mistake, please write to us.",
};

const errors: Record<string, string> = {
  changed: "What is offered here has changed since you opened this page, so nothing was bought. Please look at it again.",
  "not-for-sale": "This course is not for sale at present, so nothing was bought.",
  "needs-payment": "This course is paid. Buy it to start learning.",
  "payment-service": "The payment service did not answer, so nothing was bought. Please try again in a minute.",
};

export default function CoursePage() {
  const { course, sale, bundles, standing, orderUnderWay, guestPurchase, signedIn, codes, payWays, closed, error } =
    useLoaderData<typeof loader>();
  const here = `/courses/${course.key}`;
  const underWay = orderUnderWay ? (
    <ArrivingOffer arriving={orderUnderWay} here={here} />
  ) : (
    guestPurchase && <GuestPurchase checkoutSessionId={guestPurchase} />
  );
  return (
    <main id="main" tabIndex={-1} className="mx-auto max-w-page px-4 py-10 outline-none sm:px-6 sm:py-14">
      {closed && Object.hasOwn(closings, closed) && !standing?.open && !orderUnderWay && (
        <Notice tone="attention" title={closings[closed]} live />
      )}
      {error && Object.hasOwn(errors, error) && <Notice tone="error" title={errors[error]} live />}
      <CoursePitch course={course}>
        <CourseOffer courseKey={course.key} kind={course.kind} {...{ sale, standing, signedIn, codes }} underWay={underWay} />
        {!standing?.open && underWay === null && <PayWays courseKey={course.key} ways={payWays} />}
        <BundleHints bundles={bundles} owned={standing?.open ?? false} />
        {sale && <OfferForOthers courseKey={course.key} />}
      </CoursePitch>
      {course.publicAssessments && (
        <p className="mt-8 text-small text-soft">
          Curious first? You can{" "}
          <a href="/assessments" className="text-link">
            take an assessment of this course
          </a>{" "}
          free, without an account.
        </p>
      )}
    </main>
  );
}
