import { currencyDecimals } from "#app/components/currency-decimals.ts";
import { lessonsOf, type Manifest, type Price } from "#app/features/courseware/manifest.ts";

/** schema.org `Course`, or `Product` of a download, with its `Offer`, for search engines (developers.google.com/search/docs/appearance/structured-data/course). */
export function courseStructuredData({
  course,
  price,
  address,
}: {
  course: Manifest;
  price: Price | null;
  address: string;
}): object {
  const offers = offerOf(price, address);
  if (course.kind === "download") {
    const { title: name, tagline: description } = course;
    return { "@type": "Product", name, description, url: address, category: "Download", offers };
  }
  const minutes = lessonsOf(course).reduce((sum, lesson) => sum + lesson.minutes, 0);
  return {
    "@type": "Course",
    name: course.title,
    description: course.tagline,
    url: address,
    inLanguage: course.language,
    provider: { "@type": "Organization", name: "The Courageous Communicator", sameAs: new URL(address).origin },
    teaches: course.outcomes,
    offers,
    hasCourseInstance: {
      "@type": "CourseInstance",
      courseMode: "Online",
      courseWorkload: `PT${Math.max(1, Math.round(minutes / 60))}H`,
    },
  };
}

function offerOf(price: Price | null, url: string): object {
  const decimals = price ? currencyDecimals(price.currency) : 0;
  return {
    "@type": "Offer",
    category: price ? "Paid" : "Free",
    price: price ? (price.amount / 10 ** decimals).toFixed(decimals) : "0",
    priceCurrency: price ? price.currency.toUpperCase() : "USD",
    url,
    availability: "https://schema.org/InStock",
  };
}
