import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { Notice } from "#app/components/notice.tsx";
import { readPublicCourse } from "#app/features/catalog/catalogue.queries.server.ts";
import { CoursePitch } from "#app/features/catalog/course-pitch.tsx";
import { courseStructuredData } from "#app/features/catalog/course-structured-data.ts";
import { CODE_REFUSALS } from "#app/features/checkout/coupon-words.ts";
import { takesCodes } from "#app/features/checkout/coupons.queries.server.ts";
import type { CouponRefusal } from "#app/features/checkout/decide-coupon.ts";
import { findOrderUnderWay } from "#app/features/checkout/order.queries.server.ts";
import type { Manifest } from "#app/features/courseware/manifest.ts";
import { CourseOffer } from "#app/features/learning/course-offer.tsx";
import { readStanding } from "#app/features/learning/course-standing.queries.server.ts";
import { env } from "#app/platform/env.server.ts";
import { notFound } from "#app/platform/http/gates.server.ts";
import { pageMeta } from "#app/platform/http/page-meta.ts";

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
  const standing = viewer ? await readStanding(viewer, course.manifest) : null;
  const mayBuy = viewer !== null && course.price !== null && !standing?.open;
  const orderUnderWay = mayBuy ? await findOrderUnderWay({ userId: viewer.id, courseKey: course.manifest.key }) : null;
  const query = new URL(request.url).searchParams;
  return {
    course: course.manifest,
    price: course.price,
    standing,
    orderUnderWay,
    signedIn: viewer !== null,
    codes: course.price && (await takesCodes(course.manifest.key)) ? { refusal: codeRefusal(query.get("code")) } : null,
    closed: query.get("closed"),
    error: query.get("error"),
    site: env().appUrl,
  };
}

function codeRefusal(reason: string | null): string | null {
  if (reason === "too-many-tries") return "You have tried many codes. Please wait an hour, or buy without one.";
  return reason !== null && Object.hasOwn(CODE_REFUSALS, reason) ? CODE_REFUSALS[reason as CouponRefusal] : null;
}

const closings: Record<string, string> = {
  "no-entitlement": "You do not have this course yet. You can get it here.",
  "not-started": "Your access to this course has not begun yet.",
  ended: "Your access to this course has ended. Your progress is kept.",
  revoked: "Your access to this course was taken back. Your progress is kept. If that is a mistake, please write to us.",
};

const errors: Record<string, string> = {
  "not-for-sale": "This course is not for sale at present, so nothing was bought.",
  "needs-payment": "This course is paid. Buy it to start learning.",
  "payment-service": "The payment service did not answer, so nothing was bought. Please try again in a minute.",
};

export default function CoursePage() {
  const { course, price, standing, orderUnderWay, signedIn, codes, closed, error } = useLoaderData<typeof loader>();
  return (
    <main id="main" tabIndex={-1} className="mx-auto max-w-page px-4 py-10 outline-none sm:px-6 sm:py-14">
      {closed && Object.hasOwn(closings, closed) && !standing?.open && <Notice tone="attention" title={closings[closed]} live />}
      {error && Object.hasOwn(errors, error) && <Notice tone="error" title={errors[error]} live />}
      <CoursePitch course={course}>
        <CourseOffer courseKey={course.key} {...{ price, standing, orderUnderWay, signedIn, codes }} />
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
