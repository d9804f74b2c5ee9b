import { currencyDecimals } from "#app/components/currency-decimals.ts";
import { lessonsOf, type Manifest, type Price } from "#app/features/courseware/manifest.ts";

/** schema.org `Course` with its `Offer`, for search engines (developers.google.com/search/docs/appearance/structured-data/course). */
export function courseStructuredData({
  course,
  price,
  address,
}: {
  course: Manifest;
  price: Price | null;
  address: string;
}): object {
  const minutes = lessonsOf(course).reduce((sum, lesson) => sum + lesson.minutes, 0);
  return {
    "@type": "Course",
    name: course.title,
    description: course.tagline,
    url: address,
    inLanguage: course.language,
    provider: { "@type": "Organization", name: "The Courageous Communicator", sameAs: new URL(address).origin },
    teaches: course.outcomes,
    offers: {
      "@type": "Offer",
      category: price ? "Paid" : "Free",
      price: price ? (price.amount / 10 ** currencyDecimals(price.currency)).toFixed(currencyDecimals(price.currency)) : "0",
      priceCurrency: price ? price.currency.toUpperCase() : "USD",
      url: address,
      availability: "https://schema.org/InStock",
    },
    hasCourseInstance: {
      "@type": "CourseInstance",
      courseMode: "Online",
      courseWorkload: `PT${Math.max(1, Math.round(minutes / 60))}H`,
    },
  };
}
