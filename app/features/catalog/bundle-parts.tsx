import { plural } from "#app/components/formatted.tsx";
import type { CourseCard } from "./catalogue.queries.server.ts";
import { extentOf } from "./course-card.tsx";
import type { BundleCard, BundleHint } from "./products.queries.server.ts";
import { Amount } from "./sale-form.tsx";

/** On a course's page: where it can be had with others. */
export function BundleHints({ bundles, owned }: { bundles: BundleHint[]; owned: boolean }) {
  if (bundles.length === 0) return null;
  return (
    <div className="mt-5 border-t border-line pt-4 text-small">
      <p className="font-semibold">{owned ? "Also in a bundle: you would pay only the rest" : "Also in a bundle"}</p>
      <ul>
        {bundles.map(({ key, title, price }) => (
          <li key={key} className="py-1">
            <a href={`/products/${key}`} className="text-link">
              {title}
            </a>{" "}
            <span className="text-soft">
              <Amount {...price} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A bundle in a list. The whole card leads to its page. */
export function BundleCardView({ bundle }: { bundle: BundleCard }) {
  return (
    <article className="group relative border-t border-line py-8 sm:grid sm:grid-cols-[240px_1fr] sm:gap-5">
      <p className="mb-2 text-small font-semibold text-soft">Bundle of {plural(bundle.courses, "course")}</p>
      <div>
        <h3 className="font-serif text-title">
          <a
            href={`/products/${bundle.key}`}
            className="no-underline after:absolute after:inset-0 group-hover:text-accent group-hover:underline"
          >
            {bundle.title}
          </a>
        </h3>
        <p className="mt-2 max-w-measure text-soft">{bundle.tagline}</p>
        <p className="mt-3 text-small">
          <strong className="tabular-nums">{bundle.price.amount === 0 ? "Free" : <Amount {...bundle.price} />}</strong>
        </p>
      </div>
    </article>
  );
}

/** What is in a bundle, with what the reader has already. */
export function BundleContents({ courses }: { courses: (CourseCard & { owned: boolean })[] }) {
  return (
    <ul className="max-w-measure border-b border-line">
      {courses.map((course) => (
        <li key={course.key} className="border-t border-line py-4">
          <h3 className="font-serif text-large">
            <a href={`/courses/${course.key}`} className="text-link">
              {course.title}
            </a>
          </h3>
          <p className="mt-1 text-soft">{course.tagline}</p>
          <p className="mt-1 text-small text-soft">
            {extentOf(course)}
            {course.price && (
              <>
                {" · "}
                <Amount before={null} {...course.price} /> by itself
              </>
            )}
          </p>
          {course.owned && (
            <p className="mt-1 text-small font-semibold text-done">
              <span aria-hidden="true">✓ </span>You have this
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}
